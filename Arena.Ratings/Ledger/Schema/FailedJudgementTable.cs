using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class FailedJudgementTable : IEntityTypeConfiguration<FailedJudgement>
{
    public void Configure(EntityTypeBuilder<FailedJudgement> builder)
    {
        builder.ToTable("failed_judgements", table => table.HasCheckConstraint("ck_failed_judgements_attempts", "attempts > 0"));
        builder.HasKey(failed => new { failed.BattleId, failed.Side, failed.Rubric, failed.Scorer }).HasName("pk_failed_judgements");
        builder.IdColumn(failed => failed.BattleId, "battle_id");
        builder.Property(failed => failed.Side).HasColumnName("side").IsSide();
        builder.IdColumn(failed => failed.Rubric, "rubric");
        builder.IdColumn(failed => failed.Scorer, "scorer");
        builder.Property(failed => failed.Attempts).HasColumnName("attempts");

        builder.HasOne<Battle>().WithMany().HasForeignKey(failed => failed.BattleId)
            .HasConstraintName("fk_failed_judgements_battle").OnDelete(DeleteBehavior.Restrict);
    }
}
