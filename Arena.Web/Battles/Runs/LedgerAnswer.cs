using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;

namespace Arena.Web.Battles.Runs;

/// <summary>What the ledger is told of a whole answer.</summary>
internal static class LedgerAnswer
{
    /// <summary>The answer without turns. A model that is not listed any more goes by its id.</summary>
    /// <param name="askedModelId">What was chosen or drawn.</param>
    /// <param name="text">As it was shown.</param>
    /// <param name="completed">How it came to be.</param>
    /// <param name="models">By id.</param>
    public static Answer Of(string askedModelId, string text, Completed completed, IReadOnlyDictionary<string, Model> models)
    {
        var source = completed.Source ?? new AnswerSource();
        var usage = completed.Usage ?? new Usage { Estimated = true };
        var timing = completed.Timing ?? new Timing();
        var servedModelId = source.ServedModelId.Length > 0 ? source.ServedModelId : askedModelId;
        var model = models.GetValueOrDefault(servedModelId);
        var answer = new Answer
        {
            AskedModelId = askedModelId,
            ModelId = servedModelId,
            DisplayName = model?.DisplayName ?? servedModelId,
            Simulated = model?.Simulated ?? false,
            Family = model?.Family ?? "",
            Text = text,
            DeploymentId = source.DeploymentId,
            UpstreamModel = source.UpstreamModel,
            FellBack = source.FellBack,
            FinishReason = completed.FinishReason is FinishReason.Length ? "length" : "stop",
            InputTokens = usage.InputTokens,
            OutputTokens = usage.OutputTokens,
            UsageEstimated = usage.Estimated,
            TimeToFirstTokenSeconds = timing.TimeToFirstTokenSeconds,
            DurationSeconds = timing.DurationSeconds,
        };
        if (usage.HasCost)
        {
            answer.CostUsd = usage.Cost;
        }

        return answer;
    }
}
