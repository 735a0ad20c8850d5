using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class AnswerTable : IEntityTypeConfiguration<BattleAnswer>
{
    public void Configure(EntityTypeBuilder<BattleAnswer> builder)
    {
        builder.ToTable("answers", table =>
        {
            table.HasCheckConstraint("ck_answers_side", "side IN ('left', 'right')");
            table.HasCheckConstraint("ck_answers_models", $"{Columns.NotBlank("asked_model_id")} AND {Columns.NotBlank("model_id")}");
            table.HasCheckConstraint("ck_answers_finish_reason", "finish_reason IN ('stop', 'length', 'tool_calls')");
            table.HasCheckConstraint(
                "ck_answers_figures",
                "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0");
        });
        builder.HasKey(answer => new { answer.BattleId, answer.Side }).HasName("pk_answers");
        builder.IdColumn(answer => answer.BattleId, "battle_id");
        builder.Property(answer => answer.Side).HasColumnName("side").IsSide();
        builder.IdColumn(answer => answer.AskedModelId, "asked_model_id");
        builder.IdColumn(answer => answer.ModelId, "model_id");
        builder.Property(answer => answer.DisplayName).HasColumnName("display_name");
        builder.Property(answer => answer.Simulated).HasColumnName("simulated");
        builder.Property(answer => answer.DeploymentId).HasColumnName("deployment");
        builder.Property(answer => answer.UpstreamModel).HasColumnName("upstream_model");
        builder.Property(answer => answer.FellBack).HasColumnName("fell_back");
        builder.Property(answer => answer.FinishReason).HasColumnName("finish_reason");
        builder.Property(answer => answer.InputTokens).HasColumnName("input_tokens");
        builder.Property(answer => answer.OutputTokens).HasColumnName("output_tokens");
        builder.Property(answer => answer.UsageEstimated).HasColumnName("usage_estimated");
        builder.Property(answer => answer.TimeToFirstTokenSeconds).HasColumnName("time_to_first_token_seconds");
        builder.Property(answer => answer.DurationSeconds).HasColumnName("duration_seconds");

        builder.HasOne(answer => answer.Text).WithOne().HasForeignKey<AnswerText>(text => new { text.BattleId, text.Side })
            .HasConstraintName("fk_answer_texts_answer").OnDelete(DeleteBehavior.Restrict);
    }
}
