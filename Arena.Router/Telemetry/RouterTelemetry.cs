using System.Diagnostics;
using System.Diagnostics.Metrics;
using Arena.Contracts.Router;

namespace Arena.Router.Telemetry;

internal static class RouterTelemetry
{
    /// <summary>Name of the service's activity source and of its meter.</summary>
    public const string Name = "Arena.Router";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>Puts a decision on the span of the call. Never the models of a battle: a span may be read before the vote.</summary>
    public static void Describe(RouteDecision decision)
    {
        if (Activity.Current is { } span)
        {
            span.SetTag("arena.route", decision.Route);
            span.SetTag("arena.query_type", decision.QueryType);
            span.SetTag("arena.route.confidence", decision.Confidence);
            span.SetTag("arena.route.reasons", decision.Reasons.ToArray());
            span.SetTag("arena.route.decided_by", decision.DecidedBy);
            span.SetTag("arena.route.tool_probability", decision.ToolProbability);
        }
    }

    /// <summary>Puts a battle on the span of the call.</summary>
    public static void Describe(Battle battle)
    {
        if (Activity.Current is { } span)
        {
            span.SetTag("arena.battle.id", battle.BattleId);
            span.SetTag("arena.battle.view", battle.ViewIndex);
            span.SetTag("arena.pair.policy", battle.PairPolicy);
            span.SetTag("arena.pair.probability", battle.PairProbability);
        }
    }
}

/// <summary>Figures about routing and pairs.</summary>
internal sealed class RouterMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _routes =
        meters.Create(RouterTelemetry.Name).CreateCounter<long>("arena.routes", "{query}", "Queries by where they go.");

    private readonly Counter<long> _pairs =
        meters.Create(RouterTelemetry.Name).CreateCounter<long>("arena.pairs", "{pair}", "Pairs drawn.");

    private readonly Histogram<double> _decisions = meters.Create(RouterTelemetry.Name).CreateHistogram<double>(
        "arena.route.duration", "s", "Time to decide where a query goes.",
        advice: new() { HistogramBucketBoundaries = [0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.01] });

    public void Decided(TimeSpan elapsed, bool withTools) =>
        _decisions.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("arena.route.with_tools", withTools));

    public void Routed(RouteDecision decision) => _routes.Add(
        1,
        new KeyValuePair<string, object?>("arena.route.decided_by", decision.DecidedBy),
        new KeyValuePair<string, object?>("arena.route", decision.Route),
        new KeyValuePair<string, object?>("arena.query_type", decision.QueryType));

    public void Drawn(string policy) => _pairs.Add(1, new KeyValuePair<string, object?>("arena.pair.policy", policy));
}
