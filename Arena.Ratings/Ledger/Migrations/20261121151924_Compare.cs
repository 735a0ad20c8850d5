using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Arena.Ratings.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class Compare : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "comparison_failures",
                columns: table => new
                {
                    comparison_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    model_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparison_failures", x => new { x.comparison_id, x.position });
                    table.CheckConstraint("ck_comparison_failures_position", "position >= 1");
                    table.ForeignKey(
                        name: "fk_comparison_failures_comparison",
                        column: x => x.comparison_id,
                        principalTable: "comparisons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "comparison_picks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    comparison_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparison_picks", x => x.id);
                    table.ForeignKey(
                        name: "fk_comparison_picks_answer",
                        columns: x => new { x.comparison_id, x.position },
                        principalTable: "comparison_answers",
                        principalColumns: new[] { "comparison_id", "position" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "comparison_requests",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    prompt = table.Column<string>(type: "text", nullable: true),
                    models = table.Column<string[]>(type: "text[]", nullable: false),
                    blind = table.Column<bool>(type: "boolean", nullable: false),
                    document_id = table.Column<string>(type: "text", nullable: true),
                    document_characters = table.Column<int>(type: "integer", nullable: false),
                    query_type = table.Column<string>(type: "text", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comparison_requests", x => x.id);
                    table.CheckConstraint("ck_comparison_requests_document", "document_characters >= 0");
                    table.CheckConstraint("ck_comparison_requests_id", "btrim(id, E' \\t\\r\\n') <> ''");
                    table.CheckConstraint("ck_comparison_requests_models", "cardinality(models) BETWEEN 2 AND 6");
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    pages = table.Column<string[]>(type: "text[]", nullable: false),
                    total_pages = table.Column<int>(type: "integer", nullable: false),
                    cut = table.Column<bool>(type: "boolean", nullable: false),
                    extracted_by = table.Column<string>(type: "text", nullable: false),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                    table.CheckConstraint("ck_documents_id", "id = encode(sha256(content), 'hex')");
                    table.CheckConstraint("ck_documents_size", "size = octet_length(content)");
                });

            migrationBuilder.CreateTable(
                name: "document_uploads",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    document_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false),
                    session_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_uploads", x => x.id);
                    table.ForeignKey(
                        name: "fk_document_uploads_document",
                        column: x => x.document_id,
                        principalTable: "documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_comparison_picks_answer",
                table: "comparison_picks",
                columns: new[] { "comparison_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ux_comparison_picks_sequence",
                table: "comparison_picks",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_comparison_requests_created_at",
                table: "comparison_requests",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_comparison_requests_session_hash",
                table: "comparison_requests",
                columns: new[] { "session_hash", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_document_uploads_document_id",
                table: "document_uploads",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_uploads_session_hash",
                table: "document_uploads",
                column: "session_hash");

            // Written once, as every record is.
            foreach (var table in (string[])["comparison_picks", "comparison_failures"])
            {
                migrationBuilder.Sql($"""
                    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "comparison_failures");

            migrationBuilder.DropTable(
                name: "comparison_picks");

            migrationBuilder.DropTable(
                name: "comparison_requests");

            migrationBuilder.DropTable(
                name: "document_uploads");

            migrationBuilder.DropTable(
                name: "documents");
        }
    }
}
