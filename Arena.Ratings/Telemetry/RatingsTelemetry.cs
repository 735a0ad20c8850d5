using System.Diagnostics;
using System.Diagnostics.Metrics;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Telemetry;

internal static class RatingsTelemetry
{
    /// <summary>Name of the service's activity source and of its meter.</summary>
    public const string Name = "Arena.Ratings";

    public static readonly ActivitySource Source = new(Name);
}

/// <summary>Figures about votes.</summary>
internal sealed class VoteMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _votes =
        meters.Create(RatingsTelemetry.Name).CreateCounter<long>("arena.votes", "{vote}", "Votes made durable.");

    private readonly Counter<long> _battles =
        meters.Create(RatingsTelemetry.Name).CreateCounter<long>("arena.battles.recorded", "{battle}", "Complete battles made durable.");

    private readonly Histogram<double> _commit = meters.Create(RatingsTelemetry.Name).CreateHistogram<double>(
        "arena.vote.commit.duration",
        "s",
        "Time from request to commit.",
        advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });

    private readonly Histogram<int> _batch = meters.Create(RatingsTelemetry.Name).CreateHistogram<int>(
        "arena.vote.batch", "{vote}", "Votes of one transaction.", advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    public void Committed(int votes) => _batch.Record(votes);

    public void Counted(Preference preference, TimeSpan elapsed)
    {
        _votes.Add(1, new KeyValuePair<string, object?>("arena.preference", preference.Name()));
        _commit.Record(elapsed.TotalSeconds);
    }

    public void BattleRecorded() => _battles.Add(1);
}

/// <summary>Figures about the hash chain.</summary>
internal sealed class SealMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _sealed =
        meters.Create(RatingsTelemetry.Name).CreateCounter<long>("arena.ledger.sealed", "{record}", "Records that were put into the hash chain.");

    public void Sealed(int records) => _sealed.Add(records);
}

/// <summary>Figures about boards.</summary>
internal sealed class BoardMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _refresh = meters.Create(RatingsTelemetry.Name).CreateHistogram<double>(
        "arena.board.refresh.duration",
        "s",
        "Time to read new votes and to compute all boards that are kept.",
        advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });

    public void Refreshed(TimeSpan elapsed) => _refresh.Record(elapsed.TotalSeconds);
}
