using System.Globalization;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Engine;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Ratings.Board.Api;

/// <summary>Which board, as it is asked for.</summary>
internal sealed class BoardQuery
{
    public const string Elo = "elo";

    /// <summary>bradley-terry (default), davidson, or elo: the live ratings.</summary>
    [FromQuery(Name = "method")]
    public string? Method { get; init; }

    /// <summary>A kind of query; default all.</summary>
    [FromQuery(Name = "category")]
    public string? Category { get; init; }

    /// <summary>ISO 639-1; default all.</summary>
    [FromQuery(Name = "language")]
    public string? Language { get; init; }

    /// <summary>ISO 8601: votes from this moment on.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>ISO 8601: votes before this moment.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>half (default) or drop.</summary>
    [FromQuery(Name = "ties")]
    public string? Ties { get; init; }

    /// <summary>tie (default) or drop.</summary>
    [FromQuery(Name = "both_bad")]
    public string? BothBad { get; init; }

    /// <summary>none (default), balanced or propensity.</summary>
    [FromQuery(Name = "weights")]
    public string? Weights { get; init; }

    /// <summary>rated (default): without flagged votes; blind: with them.</summary>
    [FromQuery(Name = "quality")]
    public string? Quality { get; init; }

    /// <summary>true: what length and Markdown explain is taken out.</summary>
    [FromQuery(Name = "style_control")]
    public string? StyleControl { get; init; }

    /// <summary>model (default) or family: who is compared.</summary>
    [FromQuery(Name = "by")]
    public string? By { get; init; }

    /// <summary>The board that is meant; or what is wrong, as a sentence.</summary>
    public (BoardKey? Key, string? Broken) Parse()
    {
        if (OneOf(Method, BoardMethod.BradleyTerry, ("bradley-terry", BoardMethod.BradleyTerry), ("davidson", BoardMethod.Davidson)) is not { } method)
        {
            return (null, $"method is '{Method}': bradley-terry, davidson or elo is expected.");
        }

        if (OneOf(Ties, TiePolicy.Half, ("half", TiePolicy.Half), ("drop", TiePolicy.Drop)) is not { } ties)
        {
            return (null, $"ties is '{Ties}': half or drop is expected.");
        }

        if (OneOf(BothBad, BothBadPolicy.Tie, ("tie", BothBadPolicy.Tie), ("drop", BothBadPolicy.Drop)) is not { } bothBad)
        {
            return (null, $"both_bad is '{BothBad}': tie or drop is expected.");
        }

        if (OneOf(Weights, BoardWeights.None, ("none", BoardWeights.None), ("balanced", BoardWeights.Balanced), ("propensity", BoardWeights.Propensity)) is not { } weights)
        {
            return (null, $"weights is '{Weights}': none, balanced or propensity is expected.");
        }

        if (OneOf(Quality, VoteQuality.Rated, ("rated", VoteQuality.Rated), ("blind", VoteQuality.Blind)) is not { } quality)
        {
            return (null, $"quality is '{Quality}': rated or blind is expected.");
        }

        if (OneOf(StyleControl, false, ("true", true), ("false", false)) is not { } style)
        {
            return (null, $"style_control is '{StyleControl}': true or false is expected.");
        }

        if (OneOf(By, BoardSubject.Model, ("model", BoardSubject.Model), ("family", BoardSubject.Family)) is not { } by)
        {
            return (null, $"by is '{By}': model or family is expected.");
        }

        if (style && (method is BoardMethod.Davidson || weights is not BoardWeights.None))
        {
            return (null, "style_control goes with method bradley-terry and weights none.");
        }

        if (!TryMoment(From, out var from) || !TryMoment(To, out var to))
        {
            return (null, $"from is '{From}' and to is '{To}': moments of ISO 8601 are expected, for example 2026-01-31 or 2026-01-31T12:00:00Z.");
        }

        return (new()
        {
            Method = method,
            Category = Category,
            Language = Language,
            From = from,
            To = to,
            Ties = ties,
            BothBad = bothBad,
            Weights = weights,
            Quality = quality,
            StyleControl = style,
            By = by,
        }, null);
    }

    /// <summary>A moment of ISO 8601, UTC where it names no zone; true and null for none.</summary>
    public static bool TryMoment(string? text, out DateTimeOffset? moment)
    {
        moment = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var read = DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at);
        moment = read ? at : null;
        return read;
    }

    private static T? OneOf<T>(string? text, T none, params (string Name, T Value)[] known)
        where T : struct
    {
        if (string.IsNullOrEmpty(text))
        {
            return none;
        }

        foreach (var (name, value) in known)
        {
            if (string.Equals(name, text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
