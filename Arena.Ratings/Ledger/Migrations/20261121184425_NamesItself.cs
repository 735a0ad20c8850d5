using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class NamesItself : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "names_itself",
                table: "comparison_answers",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "names_itself",
                table: "comparison_answers");
        }
    }
}
