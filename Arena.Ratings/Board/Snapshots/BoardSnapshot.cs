using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>A computed board. Never changes; the next one takes its place.</summary>
internal sealed record BoardSnapshot
{
    /// <summary>The rules by which boards are made; a change that moves any number is a new version.</summary>
    public const string MethodVersion = "arena-board/1";

    public required BoardKey Key { get; init; }

    public required IReadOnlyList<SnapshotRow> Rows { get; init; }

    /// <summary>Votes on this board.</summary>
    public required long Votes { get; init; }

    /// <summary>How far the chain was counted, and its hash there: the data of this board.</summary>
    public required long Position { get; init; }

    public required string DataHash { get; init; }

    /// <summary>What boards can be asked for.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Null when there was nothing to fit.</summary>
    public required FitSummary? Fit { get; init; }

    /// <summary>For what is computed from a fit and not always asked for.</summary>
    public required PairwiseFit? Fitted { get; init; }

    /// <summary>Votes that the board's rules left out, by flag: a vote may have several.</summary>
    public required IReadOnlyDictionary<string, long> Flagged { get; init; }

    /// <summary>Changes exactly when the answer may.</summary>
    public required string ETag { get; init; }
}

/// <summary>What a fit says about itself.</summary>
/// <param name="GradientNorm">Largest component of the gradient at the published point, in votes.</param>
/// <param name="Problem">Which models cannot be compared, as a sentence; null when all can.</param>
/// <param name="TieParameter">Davidson's ν.</param>
/// <param name="LeftChance">Chance of the left side between equals.</param>
/// <param name="CappedWeights">Votes whose inverse propensity was over the cap.</param>
internal sealed record FitSummary(
    double GradientNorm, int Iterations, double Ridge, string? Problem, double? TieParameter, SeatSummary? Seat, double? LeftChance, long CappedWeights,
    IReadOnlyList<StyleCoefficient>? Style);

/// <summary>The advantage of the left seat, on the logit scale.</summary>
internal sealed record SeatSummary(double Logit, double StandardError);

/// <summary>One model of a board.</summary>
/// <param name="Rank">1 + the number of models with a higher rating.</param>
/// <param name="Elo">The live rating, from all rated votes whatever the board counts; null for a family, which plays no battle as such.</param>
/// <param name="RankBest">Best place within the intervals; null for a model that cannot be ranked.</param>
/// <param name="AverageWinRate">Chance to beat another model of the board, averaged over them; null without another one.</param>
/// <param name="BothBad">Share of its votes that found both answers bad, with a 95 % Wilson interval.</param>
internal sealed record SnapshotRow(
    int Rank, string ModelId, ModelName Name, double Rating, double? Elo, Interval? Interval, int? RankBest, int? RankWorst, BoardStatus Status, double? AverageWinRate,
    OutcomeCounts Counts, ShareInterval BothBad);

/// <summary>The outcomes of one model's votes.</summary>
internal sealed record OutcomeCounts(long Battles, long Wins, long Losses, long Ties, long BothBad)
{
    public static OutcomeCounts None { get; } = new(0, 0, 0, 0, 0);

    public OutcomeCounts Add(long wins, long losses, long ties, long bothBad) =>
        new(Battles + wins + losses + ties + bothBad, Wins + wins, Losses + losses, Ties + ties, BothBad + bothBad);
}

/// <summary>A share with its 95 % interval.</summary>
internal sealed record ShareInterval(double Share, double Lower, double Upper);
