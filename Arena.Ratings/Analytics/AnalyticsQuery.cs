using Arena.Ratings.Board.Api;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Ratings.Analytics;

/// <summary>Which battles are looked at.</summary>
internal sealed class AnalyticsQuery
{
    /// <summary>ISO 8601: battles from this moment on; default thirty days ago.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>ISO 8601: battles before this moment; default now.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>A kind of query; default all.</summary>
    [FromQuery(Name = "category")]
    public string? Category { get; init; }

    /// <summary>The period and category that are meant; null when a moment is not one.</summary>
    public AnalyticsScope? Parse(DateTimeOffset now) =>
        BoardQuery.TryMoment(From, out var from) && BoardQuery.TryMoment(To, out var to)
            ? new(from ?? now - TimeSpan.FromDays(30), to ?? now, string.IsNullOrEmpty(Category) ? null : Category)
            : null;
}

/// <summary>Battles of a period, from included, to not; a null category is all.</summary>
internal sealed record AnalyticsScope(DateTimeOffset From, DateTimeOffset To, string? Category);
