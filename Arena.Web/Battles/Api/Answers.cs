using System.Text.Json.Serialization;

namespace Arena.Web.Battles.Api;

/// <summary>A battle as its voter sees it: everything but the models.</summary>
public sealed record BattleAnswer(
    string BattleId, int ViewIndex, int TotalViews, string Route, string QueryType, double Confidence, string State, string Message,
    string StreamUrl)
{
    /// <summary>The ids of both models, where the voter chose them; never of a blind battle.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Sides<string>? Models { get; init; }

    /// <summary>What people call them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Sides<string>? ModelNames { get; init; }

    /// <summary>What was said before <see cref="Message"/>, oldest first; absent in the first turn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TurnAnswer>? Turns { get; init; }

    /// <summary>The battle in which the conversation went on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContinuedBy { get; init; }

    /// <summary>Both answers, of a battle that is over or only in the ledger; others are streamed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Sides<string>? Responses { get; init; }

    /// <summary>The result of the vote, once there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VoteAnswer? Reveal { get; init; }
}

/// <summary>An earlier turn of the conversation.</summary>
public sealed record TurnAnswer(string Message, string ResponseA, string ResponseB);

/// <summary>Both whole answers.</summary>
/// <param name="LatencyA">The shared paced time in seconds, the same as <paramref name="LatencyB"/>: each model's own comes with the reveal.</param>
internal sealed record ResponsesAnswer(
    string BattleId, string ResponseA, string ResponseB, double LatencyA, double LatencyB, string State);

/// <summary>The reveal.</summary>
public sealed record VoteAnswer(
    string BattleId, string Preference, bool Duplicate, Sides<string> ModelsRevealed, RatingsChange Ratings, Sides<ModelDetails> Details)
{
    /// <summary>Why the vote is kept but moved no rating, for example <c>identity_leak</c>; absent when it did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotRatedBecause { get; init; }
}

public sealed record Sides<T>(T A, T B);

public sealed record RatingsChange(Sides<double> Before, Sides<double> After);

/// <summary>Who answered, and how.</summary>
/// <param name="ModelId">What answered, and so what is rated.</param>
/// <param name="AskedModelId">What the pair drew; differs on a substitution.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>.</param>
/// <param name="LatencySeconds">Request to end, as the model took, not as it was paced.</param>
/// <param name="TokensPerSecond">Over the whole answer; null when there is no token or no time.</param>
public sealed record ModelDetails(
    string ModelId, string DisplayName, bool Simulated, string AskedModelId, string Deployment, bool FellBack, string FinishReason,
    double LatencySeconds, double TimeToFirstTokenSeconds, int OutputTokens, double? TokensPerSecond)
{
    /// <summary>US dollars; absent where no price is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CostUsd { get; init; }

    /// <summary>On the leaderboard as it is now, which may not count this vote yet; absent for a model that is not on it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlaceAnswer? Place { get; init; }
}

/// <summary>Where a model is on the leaderboard.</summary>
/// <param name="Rating">Bradley-Terry, on the scale of Elo.</param>
/// <param name="Lower">Of the 95 % interval; null where there is none.</param>
/// <param name="RankBest">Within the intervals; null for a model that cannot be compared with all others.</param>
/// <param name="Status"><c>preliminary</c>, <c>usable</c> or <c>established</c>.</param>
/// <param name="Models">On the whole board.</param>
public sealed record PlaceAnswer(
    int Rank, int? RankBest, int? RankWorst, double Rating, double? Lower, double? Upper, string Status, int Models);

/// <summary>The state of the stack.</summary>
/// <param name="ActiveModels">The display names of the models that can answer now, in the order of names.</param>
/// <param name="Backends">Each <c>healthy</c>, <c>unhealthy</c> or <c>unknown</c>.</param>
/// <param name="SessionStore"><c>redis</c>, <c>memory</c>, or <c>unknown</c> while the router does not tell.</param>
internal sealed record StatusAnswer(
    bool Available, int TotalModels, IReadOnlyList<string> ActiveModels, int ActiveBattles, Backends Backends, string SessionStore);

internal sealed record Backends(string Gateway, string Web, string Router, string Inference, string Ratings);
