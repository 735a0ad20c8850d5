using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class AnswerTable : IEntityTypeConfiguration<BattleAnswer>
{
    public void Configure(EntityTypeBuilder<BattleAnswer> builder)
    {
        builder.ToTable("answers", table => table.HasCheckConstraint("ck_answers_side", "side IN ('left', 'right')"));
        builder.HasKey(answer => new { answer.BattleId, answer.Side }).HasName("pk_answers");
        builder.IdColumn(answer => answer.BattleId, "battle_id");
        builder.Property(answer => answer.Side).HasColumnName("side").IsSide();
        builder.AnswerColumns("answers");

        builder.HasOne(answer => answer.Text).WithOne().HasForeignKey<AnswerText>(text => new { text.BattleId, text.Side })
            .HasConstraintName("fk_answer_texts_answer").OnDelete(DeleteBehavior.Restrict);
    }
}

internal static class AnswerColumnsExtensions
{
    /// <summary>What every answer is known by, whatever it was given for.</summary>
    public static void AnswerColumns<T>(this EntityTypeBuilder<T> builder, string name)
        where T : RecordedAnswer
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint($"ck_{name}_models", $"{Columns.NotBlank("asked_model_id")} AND {Columns.NotBlank("model_id")}");
            table.HasCheckConstraint($"ck_{name}_finish_reason", "finish_reason IN ('stop', 'length', 'tool_calls')");
            table.HasCheckConstraint(
                $"ck_{name}_figures",
                "input_tokens >= 0 AND output_tokens >= 0 AND time_to_first_token_seconds >= 0 AND duration_seconds >= 0 AND cost_usd >= 0");
        });
        builder.IdColumn(answer => answer.AskedModelId, "asked_model_id");
        builder.IdColumn(answer => answer.ModelId, "model_id");
        builder.Property(answer => answer.DisplayName).HasColumnName("display_name");
        builder.Ignore(answer => answer.Family);
        builder.Property(answer => answer.Simulated).HasColumnName("simulated");
        builder.Property(answer => answer.DeploymentId).HasColumnName("deployment");
        builder.Property(answer => answer.UpstreamModel).HasColumnName("upstream_model");
        builder.Property(answer => answer.Revision).HasColumnName("revision");
        builder.Property(answer => answer.FellBack).HasColumnName("fell_back");
        builder.Property(answer => answer.FinishReason).HasColumnName("finish_reason");
        builder.Property(answer => answer.InputTokens).HasColumnName("input_tokens");
        builder.Property(answer => answer.OutputTokens).HasColumnName("output_tokens");
        builder.Property(answer => answer.UsageEstimated).HasColumnName("usage_estimated");
        builder.Property(answer => answer.CostUsd).HasColumnName("cost_usd");
        builder.Property(answer => answer.TimeToFirstTokenSeconds).HasColumnName("time_to_first_token_seconds");
        builder.Property(answer => answer.DurationSeconds).HasColumnName("duration_seconds");
        builder.Property(answer => answer.Headers).HasColumnName("headers");
        builder.Property(answer => answer.ListItems).HasColumnName("list_items");
        builder.Property(answer => answer.BoldSpans).HasColumnName("bold_spans");
        builder.Property(answer => answer.TextHash).HasColumnName("text_hash");
    }
}
