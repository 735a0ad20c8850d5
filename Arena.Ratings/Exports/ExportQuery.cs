using Arena.Ratings.Board.Api;
using Arena.Ratings.Board.Votes;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Ratings.Exports;

/// <summary>Which evidence leaves the ledger, and how. The same query over the same piece of the chain gives the same bytes.</summary>
internal sealed class ExportQuery
{
    public const int DefaultSize = 100_000;
    public const int MostSize = 1_000_000;

    /// <summary>A model that took part.</summary>
    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    [FromQuery(Name = "category")]
    public string? Category { get; init; }

    [FromQuery(Name = "language")]
    public string? Language { get; init; }

    /// <summary>Only votes of this campaign, without its repeats.</summary>
    [FromQuery(Name = "campaign")]
    public string? Campaign { get; init; }

    /// <summary>ISO 8601: from this moment on.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>ISO 8601: before this moment.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>rated (default): without any flag; blind: flagged ones too; all: named ones too.</summary>
    [FromQuery(Name = "quality")]
    public string? Quality { get; init; }

    /// <summary>train or test; default both.</summary>
    [FromQuery(Name = "split")]
    public string? Split { get; init; }

    /// <summary>true: e-mail addresses, telephone numbers and the like are replaced.</summary>
    [FromQuery(Name = "scrub")]
    public bool? Scrub { get; init; }

    /// <summary>true: each line says where it comes from, in a column of its own ("arena"): some trainers refuse unknown columns.</summary>
    [FromQuery(Name = "provenance")]
    public bool? Provenance { get; init; }

    /// <summary>The least difference in stars that makes a pair, 1 … 4; default 2.</summary>
    [FromQuery(Name = "margin")]
    public int? Margin { get; init; }

    /// <summary>Only what the chain holds after this place: what x-arena-next-cursor said.</summary>
    [FromQuery(Name = "cursor")]
    public long? Cursor { get; init; }

    /// <summary>Most places of the chain to look at; default 100,000, and all of them for a campaign.</summary>
    [FromQuery(Name = "size")]
    public int? Size { get; init; }

    /// <summary>The filter that is meant; or what is wrong, as a sentence.</summary>
    public (ExportFilter? Filter, string? Broken) Parse()
    {
        if (!BoardQuery.TryMoment(From, out var from) || !BoardQuery.TryMoment(To, out var to))
        {
            return (null, $"from is '{From}' and to is '{To}': moments of ISO 8601 are expected, for example 2026-01-31.");
        }

        if (Quality is not (null or "" or "rated" or "blind" or "all"))
        {
            return (null, $"quality is '{Quality}': rated, blind or all is expected.");
        }

        if (Split is not (null or "" or "train" or "test"))
        {
            return (null, $"split is '{Split}': train or test is expected.");
        }

        if (Margin is < 1 or > 4)
        {
            return (null, $"margin is {Margin}: 1 … 4 is expected.");
        }

        return Cursor is < 0 || Size is < 1 or > MostSize
            ? (null, $"cursor is {Cursor} and size is {Size}: cursor is 0 or more, size 1 … {MostSize}.")
            : (new()
            {
                Model = OrNull(Model),
                Campaign = OrNull(Campaign),
                Category = OrNull(Category),
                Language = OrNull(Language),
                From = from,
                To = to,
                Excluded = Quality switch
                {
                    "all" => VoteFlags.None,
                    "blind" => VoteFlags.Named,
                    _ => ~VoteFlags.None,
                },
                Split = OrNull(Split),
                Scrub = Scrub ?? false,
                Provenance = Provenance ?? false,
                Margin = Margin ?? ExportFilter.DefaultMargin,
                After = Cursor ?? 0,
                Size = Size ?? (string.IsNullOrEmpty(Campaign) ? DefaultSize : int.MaxValue),
            }, null);
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>What <see cref="ExportQuery"/> means. Null is no restriction.</summary>
internal sealed record ExportFilter
{
    public const int DefaultMargin = 2;

    public string? Model { get; init; }

    public string? Campaign { get; init; }

    public string? Category { get; init; }

    public string? Language { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>A vote with one of these flags is left out.</summary>
    public VoteFlags Excluded { get; init; } = ~VoteFlags.None;

    public string? Split { get; init; }

    public bool Scrub { get; init; }

    public bool Provenance { get; init; }

    public int Margin { get; init; } = DefaultMargin;

    public long After { get; init; }

    public int Size { get; init; } = ExportQuery.DefaultSize;

    public bool Admits(string category, string language, DateTimeOffset at, IEnumerable<string> models) =>
        (Category is null || Category == category)
        && (Language is null || Language == language)
        && (From is null || at >= From)
        && (To is null || at < To)
        && (Model is null || models.Contains(Model, StringComparer.Ordinal));
}
