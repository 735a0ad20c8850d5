using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class FailedJudgements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "failed_judgements",
                columns: table => new
                {
                    battle_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "text", nullable: false),
                    rubric = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scorer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_judgements", x => new { x.battle_id, x.side, x.rubric, x.scorer });
                    table.CheckConstraint("ck_failed_judgements_attempts", "attempts > 0");
                    table.ForeignKey(
                        name: "fk_failed_judgements_battle",
                        column: x => x.battle_id,
                        principalTable: "battles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "failed_judgements");
        }
    }
}
