using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class FeedbackTable : IEntityTypeConfiguration<VoteFeedback>
{
    public void Configure(EntityTypeBuilder<VoteFeedback> builder)
    {
        builder.ToTable("feedback");
        builder.HasKey(feedback => feedback.Id).HasName("pk_feedback");
        builder.IdColumn(feedback => feedback.Id, "id");
        builder.Property(feedback => feedback.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        builder.IdColumn(feedback => feedback.BattleId, "battle_id");
        builder.Property(feedback => feedback.Reasons).HasColumnName("reasons");
        builder.Property(feedback => feedback.SessionHash).HasColumnName("session_hash");
        builder.Property(feedback => feedback.GivenAt).HasColumnName("given_at");
        builder.Property(feedback => feedback.CommentHash).HasColumnName("comment_hash");

        builder.HasIndex(feedback => feedback.Sequence).IsUnique().HasDatabaseName("ux_feedback_sequence");
        builder.HasIndex(feedback => feedback.BattleId).HasDatabaseName("ix_feedback_battle_id");
        builder.HasOne<Battle>().WithMany().HasForeignKey(feedback => feedback.BattleId)
            .HasConstraintName("fk_feedback_battle").OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(feedback => feedback.Comment).WithOne().HasForeignKey<FeedbackText>(text => text.FeedbackId)
            .HasConstraintName("fk_feedback_texts_feedback").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FeedbackTextTable : IEntityTypeConfiguration<FeedbackText>
{
    public void Configure(EntityTypeBuilder<FeedbackText> builder)
    {
        builder.ToTable("feedback_texts");
        builder.HasKey(text => text.FeedbackId).HasName("pk_feedback_texts");
        builder.IdColumn(text => text.FeedbackId, "feedback_id");
        builder.TextColumns("feedback_texts");
    }
}
