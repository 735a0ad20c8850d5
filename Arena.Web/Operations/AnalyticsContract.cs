namespace Arena.Web.Operations;

// What the ratings service answers below /api/analytics.

/// <summary>Figures of a period, from included, to not.</summary>
/// <param name="Total">Rows in all.</param>
public sealed record Figures<T>(IReadOnlyList<T> Rows, int Total, DateTimeOffset From, DateTimeOffset To);

/// <summary>One way that queries of a kind take.</summary>
/// <param name="Answered">Those that ended with two whole answers.</param>
/// <param name="Share">Of all battles of the period, 0 … 1.</param>
public sealed record RoutingRow(string Route, string Category, long Battles, long Answered, double Share);

/// <summary>One model on one kind of query. Seconds, US dollars, shares of 0 … 1; null where nothing was measured.</summary>
public sealed record ModelFigures(
    string ModelId, string DisplayName, string Category, long Answers, long Failures, double CompletionRate, long Votes, double? WinRate, double? FallbackRate,
    long InputTokens, long OutputTokens, double? CostUsd, double? CostPerQueryUsd,
    double? TtftP50, double? TtftP95, double? TtftP99, double? LatencyP50, double? LatencyP95, double? LatencyP99);

/// <summary>One day (UTC) of one kind of query.</summary>
public sealed record EngagementRow(
    DateOnly Day, string Category, long Battles, long Votes, double VotesPerBattle, long Voters, double? SecondsToVoteP50, double? SecondsToVoteP95, double Turns);

/// <summary>One deployment that answered in the name of a model.</summary>
public sealed record DeploymentRow(string ModelId, string Deployment, string UpstreamModel, string? Revision, long Answers, DateOnly FirstDay, DateOnly LastDay);

/// <summary>The stars of one model.</summary>
/// <param name="Counts">How often one star, two, … five.</param>
public sealed record StarRow(string ModelId, long Ratings, double Average, IReadOnlyList<long> Counts);
