using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class FeedbackAndCampaigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "family",
                table: "model_ratings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "campaigns",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    rubric = table.Column<string>(type: "text", nullable: true),
                    models = table.Column<string[]>(type: "text[]", nullable: false),
                    target_votes = table.Column<long>(type: "bigint", nullable: true),
                    target_width = table.Column<double>(type: "double precision", nullable: true),
                    repeat_rate = table.Column<double>(type: "double precision", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaigns", x => x.name);
                    table.CheckConstraint("ck_campaigns_repeat_rate", "repeat_rate BETWEEN 0 AND 0.5");
                    table.CheckConstraint("ck_campaigns_target", "target_votes > 0 OR target_width > 0");
                });

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    comment_hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => x.id);
                    table.ForeignKey(
                        name: "fk_feedback_battle",
                        column: x => x.battle_id,
                        principalTable: "battles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_prompts",
                columns: table => new
                {
                    campaign = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_prompts", x => new { x.campaign, x.position });
                    table.CheckConstraint("ck_campaign_prompts_text", "btrim(text, E' \\t\\r\\n') <> ''");
                    table.ForeignKey(
                        name: "fk_campaign_prompts_campaign",
                        column: x => x.campaign,
                        principalTable: "campaigns",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "feedback_texts",
                columns: table => new
                {
                    feedback_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    turns = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback_texts", x => x.feedback_id);
                    table.CheckConstraint("ck_feedback_texts_content", "btrim(content, E' \\t\\r\\n') <> ''");
                    table.ForeignKey(
                        name: "fk_feedback_texts_feedback",
                        column: x => x.feedback_id,
                        principalTable: "feedback",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    prompt = table.Column<int>(type: "integer", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    repeat_of = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    battle_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_assignments", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_assignments_prompt",
                        columns: x => new { x.campaign, x.prompt },
                        principalTable: "campaign_prompts",
                        principalColumns: new[] { "campaign", "position" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_campaign_assignments_campaign_prompt",
                table: "campaign_assignments",
                columns: new[] { "campaign", "prompt" });

            migrationBuilder.CreateIndex(
                name: "ux_campaign_assignments_battle_id",
                table: "campaign_assignments",
                column: "battle_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_campaign_assignments_once",
                table: "campaign_assignments",
                columns: new[] { "campaign", "session_hash", "prompt" },
                unique: true,
                filter: "repeat_of IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_campaign_assignments_repeat_of",
                table: "campaign_assignments",
                column: "repeat_of",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_feedback_battle_id",
                table: "feedback",
                column: "battle_id");

            migrationBuilder.CreateIndex(
                name: "ux_feedback_sequence",
                table: "feedback",
                column: "sequence",
                unique: true);

            // Records are written once. Comments may be erased, not changed.
            migrationBuilder.Sql("""
                CREATE TRIGGER feedback_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON feedback
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                CREATE TRIGGER feedback_texts_erase_only BEFORE UPDATE OR TRUNCATE ON feedback_texts
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "campaign_assignments");

            migrationBuilder.DropTable(
                name: "feedback_texts");

            migrationBuilder.DropTable(
                name: "campaign_prompts");

            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "campaigns");

            migrationBuilder.DropColumn(
                name: "family",
                table: "model_ratings");
        }
    }
}
