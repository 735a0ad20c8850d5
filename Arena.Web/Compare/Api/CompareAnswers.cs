using System.Text.Json.Serialization;
using Arena.Contracts.Ratings;

namespace Arena.Web.Compare.Api;

/// <summary>A comparison as people see it. Of a blind one that is not revealed nothing tells which model is at which place.</summary>
/// <param name="Models">Chosen ids: in the order of the answers, or by name while it is blind.</param>
/// <param name="State"><c>open</c> until the answers are in the ledger, then <c>answered</c>.</param>
/// <param name="Answers">One for each model, in the order in which they are shown.</param>
/// <param name="Picked">The best answer's position; null: none.</param>
internal sealed record ComparisonAnswer(
    string Id, string Prompt, IReadOnlyList<string> Models, bool Blind, bool Revealed, string State, string QueryType, DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ComparedDocument? Document,
    IReadOnlyList<ComparedAnswerView> Answers, int? Picked, string StreamUrl, string Url);

/// <summary>What of a document was sent.</summary>
/// <param name="Characters">From the start of its text.</param>
internal sealed record ComparedDocument(string Id, string Name, int Characters);

/// <summary>An answer at its place.</summary>
/// <param name="Text">Null until it is there, and in lists.</param>
/// <param name="Failed">Why there is none, when it failed.</param>
/// <param name="Facts">Null until it is there and may be known.</param>
/// <param name="NamesItself">Of a blind comparison that is revealed: the answer had said who wrote it, so that it was not blind; else null.</param>
public sealed record ComparedAnswerView(
    int Position,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AnswerFacts? Facts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? NamesItself,
    int? Stars);

/// <summary>Who answered, how fast and for how much.</summary>
/// <param name="AskedModelId">What was chosen; differs from <paramref name="ModelId"/> on a substitution.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>.</param>
/// <param name="CostUsd">Null without a price.</param>
public sealed record AnswerFacts(
    string ModelId, string DisplayName, bool Simulated, string AskedModelId, string Deployment, bool FellBack, string FinishReason,
    double LatencySeconds, double TimeToFirstTokenSeconds, int InputTokens, int OutputTokens, bool TokensEstimated, double? TokensPerSecond,
    double? CostUsd)
{
    internal static AnswerFacts Of(Answer answer) => new(
        answer.ModelId, answer.DisplayName, answer.Simulated, answer.AskedModelId, answer.DeploymentId, answer.FellBack, answer.FinishReason,
        answer.DurationSeconds, answer.TimeToFirstTokenSeconds, answer.InputTokens, answer.OutputTokens, answer.UsageEstimated,
        answer is { OutputTokens: > 0, DurationSeconds: > 0 } ? answer.OutputTokens / answer.DurationSeconds : null,
        answer.HasCostUsd ? answer.CostUsd : null);
}

/// <summary>One page of comparisons, newest first.</summary>
internal sealed record ComparisonPage(IReadOnlyList<ComparisonAnswer> Comparisons, int Page, int Size, int Total);

/// <summary>What is sent and what it may cost.</summary>
internal sealed record EstimateAnswer(Planning.CostEstimate Estimate, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExcerptAnswer? Document)
{
    public static EstimateAnswer Of(Planning.ComparePlan plan) => new(
        plan.Estimate,
        plan.Excerpt is { } excerpt ? new(excerpt.Characters, excerpt.TotalCharacters, excerpt.Pages, excerpt.TotalPages, excerpt.IsCut) : null);
}

/// <summary>What of the document fits into the smallest context.</summary>
/// <param name="Cut">Something of it does not.</param>
internal sealed record ExcerptAnswer(int Characters, int TotalCharacters, int Pages, int TotalPages, bool Cut);

internal static class ComparisonView
{
    /// <summary>What may be known of it now.</summary>
    public static ComparisonAnswer ToAnswer(this Comparison comparison, bool withTexts = true) => new(
        comparison.ComparisonId,
        comparison.Prompt,
        comparison.Revealed ? comparison.Models : [.. comparison.Models.Order(StringComparer.Ordinal)],
        comparison.Blind,
        comparison.Revealed,
        comparison.Recorded ? "answered" : "open",
        comparison.QueryType,
        comparison.CreatedAt.ToDateTimeOffset(),
        comparison.DocumentId.Length > 0 ? new(comparison.DocumentId, comparison.DocumentName, comparison.DocumentCharacters) : null,
        comparison.Recorded
            ? [.. comparison.Answers.Select(answer => ViewOf(answer, comparison, withTexts))]
            : [.. Enumerable.Range(1, comparison.Models.Count).Select(position => new ComparedAnswerView(position, Text: null, Failed: null, Facts: null, NamesItself: null, Stars: null))],
        comparison.Picked == 0 ? null : comparison.Picked,
        $"/api/compare/{comparison.ComparisonId}/stream",
        $"/compare/{comparison.ComparisonId}");

    private static ComparedAnswerView ViewOf(ComparedAnswer answer, Comparison comparison, bool withTexts) => new(
        answer.Position,
        answer.Answer is { } whole && withTexts ? whole.Text : null,
        answer.Answer is null ? comparison.Revealed ? answer.Failed : "failed" : null,
        answer.Answer is { } known && comparison.Revealed ? AnswerFacts.Of(known) : null,
        answer.NamesItself && comparison is { Blind: true, Revealed: true } ? true : null,
        answer.Stars == 0 ? null : answer.Stars);
}
