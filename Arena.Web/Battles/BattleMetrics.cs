using System.Diagnostics.Metrics;
using Arena.Web.Battles.Runs;

namespace Arena.Web.Battles;

internal sealed class BattleMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _runs = meters.Create("Arena.Web").CreateCounter<long>(
        "arena.web.battle.runs", "{run}", "Runs of battles that ended, by outcome.");

    private readonly UpDownCounter<long> _streams = meters.Create("Arena.Web").CreateUpDownCounter<long>(
        "arena.web.battle.readers", "{reader}", "Readers that follow a battle.");

    private readonly Counter<long> _votes = meters.Create("Arena.Web").CreateCounter<long>(
        "arena.web.votes", "{vote}", "Votes that were acknowledged, without repetitions.");

    private readonly Histogram<double> _logCommands = meters.Create("Arena.Web").CreateHistogram<double>(
        "db.client.operation.duration", "s", "Time of a command to the store of the battles' text.",
        advice: new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] });

    public void RunEnded(RunOutcome outcome) => _runs.Add(1, new KeyValuePair<string, object?>("arena.battle.outcome", outcome.ToString()));

    public void ReaderCame() => _streams.Add(1);

    public void ReaderLeft() => _streams.Add(-1);

    public void VoteCounted(string preference) => _votes.Add(1, new KeyValuePair<string, object?>("arena.preference", preference));

    public void LogCommandEnded(string command, TimeSpan elapsed) => _logCommands.Record(
        elapsed.TotalSeconds,
        new("db.system.name", "redis"),
        new KeyValuePair<string, object?>("db.operation.name", command));
}
