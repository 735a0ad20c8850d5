namespace Arena.Ratings.Engine;

/// <summary>How far a rating can be trusted. Bounds as in coval-ai/benchmarks; the vote floor and the component rule are ours.</summary>
public enum BoardStatus
{
    /// <summary>A wider interval or none, fewer than 100 battles, or outside the largest component.</summary>
    Preliminary,

    /// <summary>At most ± 60 points.</summary>
    Usable,

    /// <summary>At most ± 30 points.</summary>
    Established,
}

public static class BoardStatuses
{
    private const double Established = 30;
    private const double Usable = 60;

    /// <summary>The status of a model.</summary>
    /// <param name="battles">Votes it took part in.</param>
    /// <param name="interval">On a scale of 400 points; null when there is none.</param>
    public static BoardStatus Of(long battles, Interval? interval) => interval?.HalfWidth switch
    {
        null => BoardStatus.Preliminary,
        _ when battles < SandwichIntervals.Floor => BoardStatus.Preliminary,
        <= Established => BoardStatus.Established,
        <= Usable => BoardStatus.Usable,
        _ => BoardStatus.Preliminary,
    };

    /// <summary>The name in the public API.</summary>
    public static string Name(this BoardStatus status) => status switch
    {
        BoardStatus.Preliminary => "preliminary",
        BoardStatus.Usable => "usable",
        BoardStatus.Established => "established",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not one of the three."),
    };
}
