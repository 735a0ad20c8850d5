using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class ComparisonTable : IEntityTypeConfiguration<Comparison>
{
    public void Configure(EntityTypeBuilder<Comparison> builder)
    {
        builder.ToTable("comparisons", table => table.HasCheckConstraint("ck_comparisons_id", Columns.NotBlank("id")));
        builder.HasKey(comparison => comparison.Id).HasName("pk_comparisons");
        builder.IdColumn(comparison => comparison.Id, "id");
        builder.Property(comparison => comparison.SessionHash).HasColumnName("session_hash");
        builder.Property(comparison => comparison.QueryType).HasColumnName("query_type");
        builder.Property(comparison => comparison.Language).HasColumnName("language");
        builder.Property(comparison => comparison.DocumentHash).HasColumnName("document_hash");
        builder.Property(comparison => comparison.CreatedAt).HasColumnName("created_at");
        builder.Property(comparison => comparison.RecordedAt).HasColumnName("recorded_at");
        builder.Property(comparison => comparison.PromptFingerprint).HasColumnName("prompt_fingerprint");
        builder.Property(comparison => comparison.PromptHash).HasColumnName("prompt_hash");

        builder.HasIndex(comparison => comparison.SessionHash).HasDatabaseName("ix_comparisons_session_hash");
        builder.HasMany(comparison => comparison.Answers).WithOne().HasForeignKey(answer => answer.ComparisonId)
            .HasConstraintName("fk_comparison_answers_comparison").OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(comparison => comparison.Texts).WithOne().HasForeignKey(text => text.ComparisonId)
            .HasConstraintName("fk_comparison_texts_comparison").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ComparisonAnswerTable : IEntityTypeConfiguration<ComparisonAnswer>
{
    public void Configure(EntityTypeBuilder<ComparisonAnswer> builder)
    {
        builder.ToTable("comparison_answers", table => table.HasCheckConstraint("ck_comparison_answers_position", "position >= 1"));
        builder.HasKey(answer => new { answer.ComparisonId, answer.Position }).HasName("pk_comparison_answers");
        builder.IdColumn(answer => answer.ComparisonId, "comparison_id");
        builder.Property(answer => answer.Position).HasColumnName("position");
        builder.Property(answer => answer.NamesItself).HasColumnName("names_itself").HasDefaultValue(false);
        builder.AnswerColumns("comparison_answers");
    }
}

internal sealed class ComparisonTextTable : IEntityTypeConfiguration<ComparisonText>
{
    public void Configure(EntityTypeBuilder<ComparisonText> builder)
    {
        builder.ToTable("comparison_texts");
        builder.HasKey(text => new { text.ComparisonId, text.Position }).HasName("pk_comparison_texts");
        builder.IdColumn(text => text.ComparisonId, "comparison_id");
        builder.Property(text => text.Position).HasColumnName("position");
        builder.TextColumns("comparison_texts");
    }
}

internal sealed class StarTable : IEntityTypeConfiguration<StarRating>
{
    public void Configure(EntityTypeBuilder<StarRating> builder)
    {
        builder.ToTable("stars", table => table.HasCheckConstraint("ck_stars_stars", "stars BETWEEN 1 AND 5"));
        builder.HasKey(stars => stars.Id).HasName("pk_stars");
        builder.IdColumn(stars => stars.Id, "id");
        builder.Property(stars => stars.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        builder.IdColumn(stars => stars.ComparisonId, "comparison_id");
        builder.Property(stars => stars.Position).HasColumnName("position");
        builder.Property(stars => stars.Stars).HasColumnName("stars");
        builder.Property(stars => stars.SessionHash).HasColumnName("session_hash");
        builder.Property(stars => stars.GivenAt).HasColumnName("given_at");

        builder.HasIndex(stars => stars.Sequence).IsUnique().HasDatabaseName("ux_stars_sequence");
        builder.HasIndex(stars => new { stars.ComparisonId, stars.Position }).HasDatabaseName("ix_stars_answer");
        builder.HasOne<ComparisonAnswer>().WithMany().HasForeignKey(stars => new { stars.ComparisonId, stars.Position })
            .HasConstraintName("fk_stars_answer").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScoreTable : IEntityTypeConfiguration<RubricScore>
{
    public void Configure(EntityTypeBuilder<RubricScore> builder)
    {
        builder.ToTable("scores");
        builder.HasKey(score => score.Id).HasName("pk_scores");
        builder.IdColumn(score => score.Id, "id");
        builder.Property(score => score.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        builder.IdColumn(score => score.BattleId, "battle_id");
        builder.Property(score => score.Side).HasColumnName("side").IsSide();
        builder.Property(score => score.Rubric).HasColumnName("rubric");
        builder.Property(score => score.Scorer).HasColumnName("scorer");
        builder.Property(score => score.SessionHash).HasColumnName("session_hash");
        builder.Property(score => score.Scores).HasColumnName("scores");
        builder.Property(score => score.GivenAt).HasColumnName("given_at");

        builder.HasIndex(score => score.Sequence).IsUnique().HasDatabaseName("ux_scores_sequence");
        builder.HasIndex(score => new { score.BattleId, score.Side }).HasDatabaseName("ix_scores_answer");
        builder.HasOne<BattleAnswer>().WithMany().HasForeignKey(score => new { score.BattleId, score.Side })
            .HasConstraintName("fk_scores_answer").OnDelete(DeleteBehavior.Restrict);
    }
}
