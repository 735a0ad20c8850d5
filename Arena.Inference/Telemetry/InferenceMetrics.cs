using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;

namespace Arena.Inference.Telemetry;

/// <summary>What this service counts and measures.</summary>
internal sealed class InferenceMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Histogram<long> _tokens;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _incomplete;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _cache;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _turnedAway;
    private readonly Counter<long> _retriesDenied;
    private readonly Counter<long> _canaries;
    private readonly Histogram<double> _swaps;
    private readonly Histogram<double> _queueWait;

    public InferenceMetrics(IMeterFactory meters, NodeRegistry nodes, SwapManagers swaps)
    {
        var meter = meters.Create(ArenaNames.Source);
        InstrumentAdvice<double> seconds = new() { HistogramBucketBoundaries = GenAi.DurationBuckets };
        _duration = meter.CreateHistogram(GenAi.OperationDuration, "s", "Time from the accepted request to the end of the answer.", tags: null, seconds);
        _firstChunk = meter.CreateHistogram(
            GenAi.TimeToFirstChunk, "s", "Time from the accepted request to the first visible text, fallbacks included.", tags: null, seconds);
        _tokens = meter.CreateHistogram<long>(
            GenAi.TokenUsage, "{token}", "Tokens that an upstream reported.", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. GenAi.TokenBuckets.Select(bucket => (long)bucket)] });
        _attempts = meter.CreateCounter<long>(ArenaNames.Attempts, "{attempt}", "Upstream calls by outcome.");
        _fallbacks = meter.CreateCounter<long>(ArenaNames.Fallbacks, "{fallback}", "Moves to another deployment, by cause.");
        _incomplete = meter.CreateCounter<long>(ArenaNames.Incomplete, "{answer}", "Answers that failed after text was delivered, by cause.");
        _malformed = meter.CreateCounter<long>(ArenaNames.MalformedEvents, "{event}", "Events and lines that were skipped because they are not what the protocol allows.");
        _cache = meter.CreateCounter<long>(ArenaNames.Cache, "{request}", "Requests that took a kept answer, by what was found.");
        _cost = meter.CreateCounter<double>(ArenaNames.Cost, "{USD}", "What complete answers cost by the price list, or would have cost had they not been kept.");
        _turnedAway = meter.CreateCounter<long>(ArenaNames.TurnedAway, "{request}", "Requests for which a node did not load their model, by cause.");
        _retriesDenied = meter.CreateCounter<long>(ArenaNames.RetriesDenied, "{attempt}", "Upstream calls that the retry budget did not allow.");
        _canaries = meter.CreateCounter<long>(ArenaNames.Canaries, "{question}", "Small questions that show whether a model answers, by outcome.");
        _swaps = meter.CreateHistogram(ArenaNames.Swaps, "s", "Time that a load or an unload took.", tags: null, seconds);
        _queueWait = meter.CreateHistogram(ArenaNames.QueueWait, "s", "Time that a request waited for its model to be in memory.", tags: null, seconds);
        meter.CreateObservableGauge(ArenaNames.NodeState, () => Observe(nodes), "{node}", "1 for the state that a node is in, 0 for the others.");
        meter.CreateObservableGauge(
            ArenaNames.NodeInFlight, () => nodes.All.Select(state => OfNode(state.Node, state.Traffic.InFlight)), "{request}", "Requests that a node answers.");
        meter.CreateObservableGauge(
            ArenaNames.NodeVramUsed, () => swaps.All.Select(manager => OfNode(manager.Node, manager.Read((scheduler, _) => scheduler.UsedVramMib))), "MiBy",
            "Video memory that is taken, also by what is being loaded or unloaded.");
        meter.CreateObservableGauge(
            ArenaNames.NodeQueue, () => swaps.All.Select(manager => OfNode(manager.Node, manager.Read((scheduler, _) => scheduler.WaitingCount))), "{request}",
            "Requests that wait for a model to be loaded.");
    }

    /// <summary>An answer ended.</summary>
    /// <param name="fault">Null for a complete answer.</param>
    public void Answered(string model, Node? node, TimeSpan duration, string? fault)
    {
        var tags = Tags(model, node);
        if (fault is not null)
        {
            tags.Add(GenAi.ErrorType, fault);
        }

        _duration.Record(duration.TotalSeconds, tags);
    }

    public void FirstChunk(string model, Node node, TimeSpan elapsed) => _firstChunk.Record(elapsed.TotalSeconds, Tags(model, node));

    public void Tokens(string model, Node node, long? input, long? output)
    {
        foreach (var (type, count) in new[] { ("input", input), ("output", output) })
        {
            if (count is { } tokens)
            {
                var tags = Tags(model, node);
                tags.Add(GenAi.TokenType, type);
                _tokens.Record(tokens, tags);
            }
        }
    }

    public void Attempted(string deployment, string outcome) =>
        _attempts.Add(1, new KeyValuePair<string, object?>(ArenaNames.Deployment, deployment), new(ArenaNames.Outcome, outcome));

    public void FellBack(string fromDeployment, string cause) =>
        _fallbacks.Add(1, new KeyValuePair<string, object?>(ArenaNames.Deployment, fromDeployment), new(ArenaNames.Cause, cause));

    public void Incomplete(string deployment, string cause) =>
        _incomplete.Add(1, new KeyValuePair<string, object?>(ArenaNames.Deployment, deployment), new(ArenaNames.Cause, cause));

    public void Malformed(Node node, int events) => _malformed.Add(events, new KeyValuePair<string, object?>(ArenaNames.Node, node.Name));

    /// <summary>A request that takes kept answers looked for one.</summary>
    public void Cache(string result) => _cache.Add(1, new KeyValuePair<string, object?>(ArenaNames.CacheResult, result));

    /// <summary>An answer was completed that has a price.</summary>
    /// <param name="saved">It was kept: nobody pays.</param>
    public void Cost(string model, double usd, bool saved) =>
        _cost.Add(usd, new KeyValuePair<string, object?>(GenAi.RequestModel, model), new(ArenaNames.Saved, saved));

    public void TurnedAway(string deployment, RejectReason reason) =>
        _turnedAway.Add(1, new KeyValuePair<string, object?>(ArenaNames.Deployment, deployment), new(ArenaNames.Cause, NameOf(reason)));

    public void RetryDenied() => _retriesDenied.Add(1);

    public void CanaryAnswered(string node, string model, CanaryVerdict verdict) => _canaries.Add(
        1, new KeyValuePair<string, object?>(ArenaNames.Node, node), new(ArenaNames.Model, model), new(ArenaNames.Outcome, NameOf(verdict)));

    public void Swapped(string node, string model, SwapKind kind, SwapOrigin cause, TimeSpan took, bool succeeded) => _swaps.Record(
        took.TotalSeconds,
        new TagList
        {
            { ArenaNames.Node, node },
            { ArenaNames.Model, model },
            { ArenaNames.Swap, NameOf(kind) },
            { ArenaNames.Cause, NameOf(cause) },
            { ArenaNames.Outcome, succeeded ? Outcomes.Completed : Outcomes.Failed },
        });

    public void WaitedForModel(string node, TimeSpan wait) => _queueWait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(ArenaNames.Node, node));

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static TagList Tags(string model, Node? node)
    {
        TagList tags = new() { { GenAi.OperationName, GenAi.Chat }, { GenAi.RequestModel, model } };
        if (node is not null)
        {
            tags.Add(GenAi.ProviderName, node.Driver);
            tags.Add(GenAi.ServerAddress, node.Url.Host);
            tags.Add(GenAi.ServerPort, node.Url.Port);
        }

        return tags;
    }

    private static Measurement<int> OfNode(Node node, int value) => new(value, new KeyValuePair<string, object?>(ArenaNames.Node, node.Name));

    private static IEnumerable<Measurement<int>> Observe(NodeRegistry nodes) =>
        from state in nodes.All
        from status in Enum.GetValues<NodeStatus>()
        select new Measurement<int>(
            state.Current.Status == status ? 1 : 0,
            new KeyValuePair<string, object?>(ArenaNames.Node, state.Node.Name),
            new(ArenaNames.State, status.ToString().ToLowerInvariant()));
}
