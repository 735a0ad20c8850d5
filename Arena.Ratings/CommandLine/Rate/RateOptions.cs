using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>What <c>rate</c> was asked to do.</summary>
internal sealed record RateOptions
{
    public required IReadOnlyList<string> Files { get; init; }

    public string? Tags { get; init; }

    public IReadOnlyList<string> Where { get; init; } = [];

    public RateMethod Method { get; init; }

    /// <summary>Elo: the most points that one vote moves.</summary>
    public double K { get; init; } = 32;

    /// <summary>Elo: the rating before the first vote. Else the mean of all rated models.</summary>
    public double Initial { get; init; } = 1000;

    public OutcomePolicy Outcomes { get; init; } = OutcomePolicy.Default;

    public bool Reweighted { get; init; }

    public bool PositionBias { get; init; }

    public bool StyleControl { get; init; }

    public double Ridge { get; init; }

    public IntervalMethod Intervals { get; init; }

    public BootstrapOptions Bootstrap { get; init; } = new();

    public bool RejectSelfPairs { get; init; }

    public bool Distinct { get; init; }

    public string? Svg { get; init; }

    public bool Json { get; init; }
}

internal enum RateMethod
{
    BradleyTerry,
    Elo,
    Davidson,
}

internal enum IntervalMethod
{
    None,
    Sandwich,
    SandwichArenaRank,
    Bootstrap,
}
