using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class ComparisonRequestTable : IEntityTypeConfiguration<ComparisonRequest>
{
    public void Configure(EntityTypeBuilder<ComparisonRequest> builder)
    {
        builder.ToTable("comparison_requests", table =>
        {
            table.HasCheckConstraint("ck_comparison_requests_id", Columns.NotBlank("id"));
            table.HasCheckConstraint("ck_comparison_requests_models", "cardinality(models) BETWEEN 2 AND 6");
            table.HasCheckConstraint("ck_comparison_requests_document", "document_characters >= 0");
        });
        builder.HasKey(request => request.Id).HasName("pk_comparison_requests");
        builder.IdColumn(request => request.Id, "id");
        builder.Property(request => request.SessionHash).HasColumnName("session_hash");
        builder.Property(request => request.Prompt).HasColumnName("prompt");
        builder.Property(request => request.Models).HasColumnName("models");
        builder.Property(request => request.Blind).HasColumnName("blind");
        builder.Property(request => request.DocumentId).HasColumnName("document_id");
        builder.Property(request => request.DocumentCharacters).HasColumnName("document_characters");
        builder.Property(request => request.QueryType).HasColumnName("query_type");
        builder.Property(request => request.TraceParent).HasColumnName("trace_parent");
        builder.Property(request => request.CreatedAt).HasColumnName("created_at");

        builder.HasIndex(request => new { request.SessionHash, request.CreatedAt }).HasDatabaseName("ix_comparison_requests_session_hash");
        builder.HasIndex(request => request.CreatedAt).HasDatabaseName("ix_comparison_requests_created_at");
    }
}

internal sealed class ComparisonFailureTable : IEntityTypeConfiguration<ComparisonFailure>
{
    public void Configure(EntityTypeBuilder<ComparisonFailure> builder)
    {
        builder.ToTable("comparison_failures", table => table.HasCheckConstraint("ck_comparison_failures_position", "position >= 1"));
        builder.HasKey(failure => new { failure.ComparisonId, failure.Position }).HasName("pk_comparison_failures");
        builder.IdColumn(failure => failure.ComparisonId, "comparison_id");
        builder.Property(failure => failure.Position).HasColumnName("position");
        builder.IdColumn(failure => failure.ModelId, "model_id");
        builder.Property(failure => failure.DisplayName).HasColumnName("display_name");
        builder.Property(failure => failure.Cause).HasColumnName("cause");
        builder.HasOne<Comparison>().WithMany(comparison => comparison.Failures).HasForeignKey(failure => failure.ComparisonId)
            .HasConstraintName("fk_comparison_failures_comparison").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ComparisonPickTable : IEntityTypeConfiguration<ComparisonPick>
{
    public void Configure(EntityTypeBuilder<ComparisonPick> builder)
    {
        builder.ToTable("comparison_picks");
        builder.HasKey(pick => pick.Id).HasName("pk_comparison_picks");
        builder.IdColumn(pick => pick.Id, "id");
        builder.Property(pick => pick.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        builder.IdColumn(pick => pick.ComparisonId, "comparison_id");
        builder.Property(pick => pick.Position).HasColumnName("position");
        builder.Property(pick => pick.SessionHash).HasColumnName("session_hash");
        builder.Property(pick => pick.GivenAt).HasColumnName("given_at");

        builder.HasIndex(pick => pick.Sequence).IsUnique().HasDatabaseName("ux_comparison_picks_sequence");
        builder.HasIndex(pick => new { pick.ComparisonId, pick.Position }).HasDatabaseName("ix_comparison_picks_answer");
        builder.HasOne<ComparisonAnswer>().WithMany().HasForeignKey(pick => new { pick.ComparisonId, pick.Position })
            .HasConstraintName("fk_comparison_picks_answer").OnDelete(DeleteBehavior.Restrict);
    }
}
