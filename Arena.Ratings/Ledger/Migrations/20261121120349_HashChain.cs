using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class HashChain : Migration
    {
        private static readonly string[] AppendOnly =
            ["battles", "answers", "chain", "erasures", "comparisons", "comparison_answers", "stars", "scores"];

        private static readonly string[] Texts = ["prompt_texts", "answer_texts", "comparison_texts"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_rating_steps_k",
                table: "rating_steps");

            migrationBuilder.DropCheckConstraint(
                name: "ck_answers_figures",
                table: "answers");

            migrationBuilder.AddColumn<string>(
                name: "idempotency_key",
                table: "votes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "prompt_texts",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "turns",
                table: "prompt_texts",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<double>(
                name: "pair_probability",
                table: "battles",
                type: "double precision",
                nullable: true,
                oldClrType: typeof(double),
                oldType: "double precision");

            migrationBuilder.AddColumn<string>(
                name: "document_hash",
                table: "battles",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "battles",
                type: "text",
                nullable: false,
                defaultValue: "und");

            migrationBuilder.AddColumn<string>(
                name: "not_rated_because",
                table: "battles",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "prompt_fingerprint",
                table: "battles",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "prompt_hash",
                table: "battles",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route",
                table: "battles",
                type: "text",
                nullable: false,
                defaultValue: "arena");

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "battles",
                type: "text",
                nullable: false,
                defaultValue: "arena");

            migrationBuilder.AddColumn<int>(
                name: "turns",
                table: "battles",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "bold_spans",
                table: "answers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "cost_usd",
                table: "answers",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "headers",
                table: "answers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "list_items",
                table: "answers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "revision",
                table: "answers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "text_hash",
                table: "answers",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "answer_texts",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "turns",
                table: "answer_texts",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "chain",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    record_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain", x => x.position);
                    table.CheckConstraint("ck_chain_position", "position >= 1");
                });

            migrationBuilder.CreateTable(
                name: "comparisons",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    query_type = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    document_hash = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    prompt_fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    prompt_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparisons", x => x.id);
                    table.CheckConstraint("ck_comparisons_id", "btrim(id, E' \\t\\r\\n') <> ''");
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "failed_battles",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    query_type = table.Column<string>(type: "text", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    left_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    right_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    failed_model_ids = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_battles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "scores",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "text", nullable: false),
                    rubric = table.Column<string>(type: "text", nullable: false),
                    scorer = table.Column<string>(type: "text", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    scores = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scores", x => x.id);
                    table.ForeignKey(
                        name: "fk_scores_answer",
                        columns: x => new { x.battle_id, x.side },
                        principalTable: "answers",
                        principalColumns: new[] { "battle_id", "side" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unsealed",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unsealed", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "comparison_answers",
                columns: table => new
                {
                    comparison_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    asked_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    deployment = table.Column<string>(type: "text", nullable: false),
                    upstream_model = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<string>(type: "text", nullable: true),
                    fell_back = table.Column<bool>(type: "boolean", nullable: false),
                    finish_reason = table.Column<string>(type: "text", nullable: false),
                    input_tokens = table.Column<int>(type: "integer", nullable: false),
                    output_tokens = table.Column<int>(type: "integer", nullable: false),
                    usage_estimated = table.Column<bool>(type: "boolean", nullable: false),
                    cost_usd = table.Column<double>(type: "double precision", nullable: true),
                    time_to_first_token_seconds = table.Column<double>(type: "double precision", nullable: false),
                    duration_seconds = table.Column<double>(type: "double precision", nullable: false),
                    headers = table.Column<int>(type: "integer", nullable: false),
                    list_items = table.Column<int>(type: "integer", nullable: false),
                    bold_spans = table.Column<int>(type: "integer", nullable: false),
                    text_hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparison_answers", x => new { x.comparison_id, x.position });
                    table.CheckConstraint("ck_comparison_answers_figures", "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0 AND cost_usd >= 0");
                    table.CheckConstraint("ck_comparison_answers_finish_reason", "finish_reason IN ('stop', 'length', 'tool_calls')");
                    table.CheckConstraint("ck_comparison_answers_models", "btrim(asked_model_id, E' \\t\\r\\n') <> '' AND btrim(model_id, E' \\t\\r\\n') <> ''");
                    table.CheckConstraint("ck_comparison_answers_position", "position >= 1");
                    table.ForeignKey(
                        name: "fk_comparison_answers_comparison",
                        column: x => x.comparison_id,
                        principalTable: "comparisons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "comparison_texts",
                columns: table => new
                {
                    comparison_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    turns = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparison_texts", x => new { x.comparison_id, x.position });
                    table.CheckConstraint("ck_comparison_texts_content", "btrim(content, E' \\t\\r\\n') <> ''");
                    table.ForeignKey(
                        name: "fk_comparison_texts_comparison",
                        column: x => x.comparison_id,
                        principalTable: "comparisons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stars",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    comparison_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stars", x => x.id);
                    table.CheckConstraint("ck_stars_stars", "stars BETWEEN 1 AND 5");
                    table.ForeignKey(
                        name: "fk_stars_answer",
                        columns: x => new { x.comparison_id, x.position },
                        principalTable: "comparison_answers",
                        principalColumns: new[] { "comparison_id", "position" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ux_votes_idempotency_key",
                table: "votes",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_rating_steps_k",
                table: "rating_steps",
                sql: "k >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_battles_created_at",
                table: "battles",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_battles_session_hash",
                table: "battles",
                column: "session_hash");

            migrationBuilder.AddCheckConstraint(
                name: "ck_battles_turns",
                table: "battles",
                sql: "turns >= 1");

            migrationBuilder.AddCheckConstraint(
                name: "ck_answers_figures",
                table: "answers",
                sql: "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0 AND cost_usd >= 0");

            migrationBuilder.CreateIndex(
                name: "ux_chain_record",
                table: "chain",
                columns: new[] { "record_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_comparisons_session_hash",
                table: "comparisons",
                column: "session_hash");

            migrationBuilder.CreateIndex(
                name: "ix_erasures_subject_id",
                table: "erasures",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_failed_battles_created_at",
                table: "failed_battles",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_scores_answer",
                table: "scores",
                columns: new[] { "battle_id", "side" });

            migrationBuilder.CreateIndex(
                name: "ux_scores_sequence",
                table: "scores",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_stars_answer",
                table: "stars",
                columns: new[] { "comparison_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ux_stars_sequence",
                table: "stars",
                column: "sequence",
                unique: true);

            // What is there already gets its salts and hashes, and its place in the queue of the chain. Old prompts match no other.
            migrationBuilder.Sql("""
                UPDATE prompt_texts SET salt = uuid_send(gen_random_uuid());
                UPDATE answer_texts SET salt = uuid_send(gen_random_uuid());
                UPDATE battles b SET prompt_fingerprint = sha256(convert_to(b.id, 'UTF8')),
                    prompt_hash = (SELECT sha256(t.salt || convert_to(t.content, 'UTF8')) FROM prompt_texts t WHERE t.battle_id = b.id);
                UPDATE answers a SET text_hash =
                    (SELECT sha256(t.salt || convert_to(t.content, 'UTF8')) FROM answer_texts t WHERE t.battle_id = a.battle_id AND t.side = a.side);
                INSERT INTO unsealed (kind, record_id) SELECT 'battle', id FROM battles ORDER BY recorded_at, id;
                INSERT INTO unsealed (kind, record_id) SELECT 'vote', battle_id FROM votes ORDER BY sequence;
                """);

            // Records are written once. Texts may be erased, not changed.
            foreach (var table in AppendOnly)
            {
                migrationBuilder.Sql($"""
                    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                    """);
            }

            foreach (var table in Texts)
            {
                migrationBuilder.Sql($"""
                    CREATE TRIGGER {table}_erase_only BEFORE UPDATE OR TRUNCATE ON {table}
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["battles", "answers"])
            {
                migrationBuilder.Sql($"DROP TRIGGER {table}_append_only ON {table};");
            }

            foreach (var table in (string[])["prompt_texts", "answer_texts"])
            {
                migrationBuilder.Sql($"DROP TRIGGER {table}_erase_only ON {table};");
            }

            migrationBuilder.DropTable(
                name: "chain");

            migrationBuilder.DropTable(
                name: "comparison_texts");

            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "failed_battles");

            migrationBuilder.DropTable(
                name: "scores");

            migrationBuilder.DropTable(
                name: "stars");

            migrationBuilder.DropTable(
                name: "unsealed");

            migrationBuilder.DropTable(
                name: "comparison_answers");

            migrationBuilder.DropTable(
                name: "comparisons");

            migrationBuilder.DropIndex(
                name: "ux_votes_idempotency_key",
                table: "votes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_rating_steps_k",
                table: "rating_steps");

            migrationBuilder.DropIndex(
                name: "ix_battles_created_at",
                table: "battles");

            migrationBuilder.DropIndex(
                name: "ix_battles_session_hash",
                table: "battles");

            migrationBuilder.DropCheckConstraint(
                name: "ck_battles_turns",
                table: "battles");

            migrationBuilder.DropCheckConstraint(
                name: "ck_answers_figures",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "idempotency_key",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "prompt_texts");

            migrationBuilder.DropColumn(
                name: "turns",
                table: "prompt_texts");

            migrationBuilder.DropColumn(
                name: "document_hash",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "language",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "not_rated_because",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "prompt_fingerprint",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "prompt_hash",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "route",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "source",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "turns",
                table: "battles");

            migrationBuilder.DropColumn(
                name: "bold_spans",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "cost_usd",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "headers",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "list_items",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "text_hash",
                table: "answers");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "answer_texts");

            migrationBuilder.DropColumn(
                name: "turns",
                table: "answer_texts");

            migrationBuilder.AlterColumn<double>(
                name: "pair_probability",
                table: "battles",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0,
                oldClrType: typeof(double),
                oldType: "double precision",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_rating_steps_k",
                table: "rating_steps",
                sql: "k > 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_answers_figures",
                table: "answers",
                sql: "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0");
        }
    }
}
