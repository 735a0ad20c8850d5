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

    /// <summary>The public id of a model, for its figures; default all.</summary>
    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    /// <summary>Figures of models: a row for each kind of query (kind, the default), or one for each model (model).</summary>
    [FromQuery(Name = "by")]
    public string? By { get; init; }

    /// <summary>What is meant; or what is wrong, as a sentence.</summary>
    public (AnalyticsScope? Scope, string? Broken) Parse(DateTimeOffset now)
    {
        if (!BoardQuery.TryMoment(From, out var from) || !BoardQuery.TryMoment(To, out var to))
        {
            return (null, $"from is '{From}' and to is '{To}': moments of ISO 8601 are expected, for example 2026-01-31.");
        }

        return By is null or "" or "kind" or "model"
            ? (new(from ?? now - TimeSpan.FromDays(30), to ?? now, NullIfEmpty(Category), NullIfEmpty(Model), By is not "model", now - Settling), null)
            : (null, $"by is '{By}': kind or model is expected.");
    }

    /// <summary>Longer than a battle is kept for its voter.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Battles of a period, from included, to not; a null category or model is all of them.</summary>
/// <param name="ByKind">Figures of models are told for each kind of query.</param>
/// <param name="Settled">Battles without a vote that were recorded before this moment count for their models.</param>
internal sealed record AnalyticsScope(DateTimeOffset From, DateTimeOffset To, string? Category, string? Model, bool ByKind, DateTimeOffset Settled);
