using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class Ledger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ledger_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "model_ratings",
                columns: table => new
                {
                    model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    start = table.Column<double>(type: "double precision", nullable: false),
                    rating = table.Column<double>(type: "double precision", nullable: false),
                    battles = table.Column<long>(type: "bigint", nullable: false),
                    wins = table.Column<long>(type: "bigint", nullable: false),
                    losses = table.Column<long>(type: "bigint", nullable: false),
                    ties = table.Column<long>(type: "bigint", nullable: false),
                    both_bad = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_ratings", x => x.model_id);
                    table.CheckConstraint("ck_model_ratings_counts", "battles = wins + losses + ties + both_bad");
                    table.CheckConstraint("ck_model_ratings_model_id", "btrim(model_id, E' \\t\\r\\n') <> ''");
                });

            migrationBuilder.CreateTable(
                name: "battles",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    prompt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    view_index = table.Column<int>(type: "integer", nullable: false),
                    query_type = table.Column<string>(type: "text", nullable: false),
                    pair_policy = table.Column<string>(type: "text", nullable: false),
                    pair_probability = table.Column<double>(type: "double precision", nullable: false),
                    left_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    right_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trace_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_battles", x => x.id);
                    table.CheckConstraint("ck_battles_ids", "btrim(id, E' \\t\\r\\n') <> '' AND btrim(prompt_id, E' \\t\\r\\n') <> ''");
                    table.CheckConstraint("ck_battles_models_differ", "left_model_id <> right_model_id");
                    table.CheckConstraint("ck_battles_pair_probability", "pair_probability > 0 AND pair_probability <= 1");
                    table.CheckConstraint("ck_battles_view_index", "view_index >= 0");
                    table.ForeignKey(
                        name: "fk_battles_left_model",
                        column: x => x.left_model_id,
                        principalTable: "model_ratings",
                        principalColumn: "model_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_battles_right_model",
                        column: x => x.right_model_id,
                        principalTable: "model_ratings",
                        principalColumn: "model_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "answers",
                columns: table => new
                {
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "text", nullable: false),
                    asked_model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    deployment = table.Column<string>(type: "text", nullable: false),
                    upstream_model = table.Column<string>(type: "text", nullable: false),
                    fell_back = table.Column<bool>(type: "boolean", nullable: false),
                    finish_reason = table.Column<string>(type: "text", nullable: false),
                    input_tokens = table.Column<int>(type: "integer", nullable: false),
                    output_tokens = table.Column<int>(type: "integer", nullable: false),
                    usage_estimated = table.Column<bool>(type: "boolean", nullable: false),
                    time_to_first_token_seconds = table.Column<double>(type: "double precision", nullable: false),
                    duration_seconds = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answers", x => new { x.battle_id, x.side });
                    table.CheckConstraint("ck_answers_figures", "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0");
                    table.CheckConstraint("ck_answers_finish_reason", "finish_reason IN ('stop', 'length', 'tool_calls')");
                    table.CheckConstraint("ck_answers_models", "btrim(asked_model_id, E' \\t\\r\\n') <> '' AND btrim(model_id, E' \\t\\r\\n') <> ''");
                    table.CheckConstraint("ck_answers_side", "side IN ('left', 'right')");
                    table.ForeignKey(
                        name: "fk_answers_battle",
                        column: x => x.battle_id,
                        principalTable: "battles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prompt_texts",
                columns: table => new
                {
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prompt_texts", x => x.battle_id);
                    table.CheckConstraint("ck_prompt_texts_content", "btrim(content, E' \\t\\r\\n') <> ''");
                    table.ForeignKey(
                        name: "fk_prompt_texts_battle",
                        column: x => x.battle_id,
                        principalTable: "battles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "votes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    preference = table.Column<string>(type: "text", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    voted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_votes", x => x.id);
                    table.CheckConstraint("ck_votes_preference", "preference IN ('left', 'right', 'tie', 'both_bad')");
                    table.ForeignKey(
                        name: "fk_votes_battle",
                        column: x => x.battle_id,
                        principalTable: "battles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "answer_texts",
                columns: table => new
                {
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answer_texts", x => new { x.battle_id, x.side });
                    table.CheckConstraint("ck_answer_texts_content", "btrim(content, E' \\t\\r\\n') <> ''");
                    table.ForeignKey(
                        name: "fk_answer_texts_answer",
                        columns: x => new { x.battle_id, x.side },
                        principalTable: "answers",
                        principalColumns: new[] { "battle_id", "side" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rating_steps",
                columns: table => new
                {
                    vote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rating_before = table.Column<double>(type: "double precision", nullable: false),
                    rating_after = table.Column<double>(type: "double precision", nullable: false),
                    k = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_steps", x => new { x.vote_id, x.model_id });
                    table.CheckConstraint("ck_rating_steps_k", "k > 0");
                    table.ForeignKey(
                        name: "fk_rating_steps_model",
                        column: x => x.model_id,
                        principalTable: "model_ratings",
                        principalColumn: "model_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rating_steps_vote",
                        column: x => x.vote_id,
                        principalTable: "votes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_battles_left_model_id",
                table: "battles",
                column: "left_model_id");

            migrationBuilder.CreateIndex(
                name: "ix_battles_prompt_id",
                table: "battles",
                column: "prompt_id");

            migrationBuilder.CreateIndex(
                name: "ix_battles_right_model_id",
                table: "battles",
                column: "right_model_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_ratings_rating",
                table: "model_ratings",
                column: "rating");

            migrationBuilder.CreateIndex(
                name: "ix_rating_steps_model_id",
                table: "rating_steps",
                column: "model_id");

            migrationBuilder.CreateIndex(
                name: "ux_votes_battle_id",
                table: "votes",
                column: "battle_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_votes_sequence",
                table: "votes",
                column: "sequence",
                unique: true);

            // Votes and what they did are written once: nobody changes or removes them by accident.
            migrationBuilder.Sql("""
                CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
                END $$;
                CREATE TRIGGER votes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON votes
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                CREATE TRIGGER rating_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_steps
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "answer_texts");

            migrationBuilder.DropTable(
                name: "ledger_keys");

            migrationBuilder.DropTable(
                name: "prompt_texts");

            migrationBuilder.DropTable(
                name: "rating_steps");

            migrationBuilder.DropTable(
                name: "answers");

            migrationBuilder.DropTable(
                name: "votes");

            migrationBuilder.DropTable(
                name: "battles");

            migrationBuilder.DropTable(
                name: "model_ratings");

            migrationBuilder.Sql("DROP FUNCTION ledger_is_append_only();");
        }
    }
}
