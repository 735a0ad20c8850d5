using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class VoteTable : IEntityTypeConfiguration<Vote>
{
    public void Configure(EntityTypeBuilder<Vote> builder)
    {
        builder.ToTable("votes", table =>
            table.HasCheckConstraint("ck_votes_preference", "preference IN ('left', 'right', 'tie', 'both_bad')"));
        builder.HasKey(vote => vote.Id).HasName("pk_votes");
        builder.Property(vote => vote.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(vote => vote.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        builder.IdColumn(vote => vote.BattleId, "battle_id");
        builder.Property(vote => vote.Preference).HasColumnName("preference").IsPreference();
        builder.Property(vote => vote.SessionHash).HasColumnName("session_hash");
        builder.Property(vote => vote.IdempotencyKey).HasColumnName("idempotency_key");
        builder.Property(vote => vote.VotedAt).HasColumnName("voted_at");

        builder.HasIndex(vote => vote.BattleId).IsUnique().HasDatabaseName("ux_votes_battle_id");
        builder.HasIndex(vote => vote.IdempotencyKey).IsUnique().HasDatabaseName("ux_votes_idempotency_key");
        builder.HasIndex(vote => vote.Sequence).IsUnique().HasDatabaseName("ux_votes_sequence");
        builder.HasMany(vote => vote.Steps).WithOne().HasForeignKey(step => step.VoteId)
            .HasConstraintName("fk_rating_steps_vote").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RatingStepTable : IEntityTypeConfiguration<RatingStep>
{
    public void Configure(EntityTypeBuilder<RatingStep> builder)
    {
        builder.ToTable("rating_steps", table => table.HasCheckConstraint("ck_rating_steps_k", "k >= 0"));
        builder.HasKey(step => new { step.VoteId, step.ModelId }).HasName("pk_rating_steps");
        builder.Property(step => step.VoteId).HasColumnName("vote_id");
        builder.IdColumn(step => step.ModelId, "model_id");
        builder.Property(step => step.Before).HasColumnName("rating_before");
        builder.Property(step => step.After).HasColumnName("rating_after");
        builder.Property(step => step.K).HasColumnName("k");

        builder.HasIndex(step => step.ModelId).HasDatabaseName("ix_rating_steps_model_id");
        builder.HasOne<ModelRating>().WithMany().HasForeignKey(step => step.ModelId)
            .HasConstraintName("fk_rating_steps_model").OnDelete(DeleteBehavior.Restrict);
    }
}
