using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;

namespace Arena.Inference.Admin;

/// <summary>What may be told of nodes, to anyone and to operators.</summary>
internal sealed class NodeViews(NodeRegistry nodes, SwapManagers swaps, ModelCatalog catalog, DeploymentHealth health)
{
    private const long BytesPerMib = 1024 * 1024;

    public ImmutableArray<NodeItem> ShowToAnyone() => [.. nodes.All.Select(Outline)];

    public ImmutableArray<NodeItem> ShowToOperators() => [.. nodes.All.Select(Show)];

    public NodeItem Show(NodeState state) => Outline(state) with
    {
        InFlight = state.Traffic.InFlight,
        P50Seconds = state.Traffic.Percentile(0.5),
        P95Seconds = state.Traffic.Percentile(0.95),
        Complaints = [.. Complaints(state.Node.Name)],
        Memory = swaps.Find(state.Node.Name) is { } manager ? ShowMemory(manager) : null,
        Loaded = LoadedOf(state.Current.Models),
    };

    /// <summary>What no battle that is being answered changes.</summary>
    private static NodeItem Outline(NodeState state)
    {
        var node = state.Current;
        return new(
            node.Node.Name, node.Node.Driver, NameOf(node.Status), node.Reason, [.. node.Models.Select(model => model.Name)], node.ModelsAsOf, node.ProbedAt,
            NameOf(state.Routing));
    }

    /// <summary>Null where the node does not tell what it has loaded.</summary>
    private static ImmutableArray<LoadedOnNode>? LoadedOf(ImmutableArray<DiscoveredModel> models) =>
        models.All(model => model.Loaded is null) ? null
        : [.. models.Where(model => model.Loaded is true).Select(model => new LoadedOnNode(model.Name, model.VramBytes / BytesPerMib, model.ContextLength))];

    public NodeDetails ShowDetails(NodeState state) => new(
        Show(state), swaps.Find(state.Node.Name) is { } manager ? [.. manager.History.Last.Reverse().Select(Show)] : []);

    /// <summary>The deployments on the node that may not be asked now, and why.</summary>
    private IEnumerable<DeploymentComplaint> Complaints(string node) =>
        from deployment in catalog.Models.Values.SelectMany(model => model.Deployments).Where(deployment => deployment.Node == node).DistinctBy(deployment => deployment.Id)
        let assessment = health.Assess(deployment)
        where assessment.Status is not DeploymentStatus.Ready
        orderby deployment.UpstreamModel
        select new DeploymentComplaint(deployment.UpstreamModel, NameOf(health.CircuitOf(deployment)), assessment.Reason);

    private static NodeMemory ShowMemory(SwapManager manager) => manager.Read((scheduler, _) => new NodeMemory(
        manager.Node.Swap.VramMib, scheduler.UsedVramMib, manager.Node.Swap.MaxLoaded, scheduler.WaitingCount,
        [
            .. from model in scheduler.Models
               where model.Phase is not ModelPhase.Unloaded
               orderby model.Name
               select new ModelInMemory(model.Name, NameOf(model.Phase), model.Model.VramMib, model.Model.Pinned),
        ],
        manager.History.Loads));

    private static SwapItem Show(SwapRecord record) => new(
        record.At, NameOf(record.Kind), record.Model, NameOf(record.Cause), record.For, record.Took.TotalSeconds, record.Error);

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

internal sealed record NodeList(ImmutableArray<NodeItem> Nodes);

/// <summary>
/// A node. What moves with the requests that it answers is only told to operators: beside a running battle it would tell who is in it.
/// </summary>
/// <param name="Reason">Why the node is not up, or why its list is old; empty when all is well.</param>
/// <param name="ModelsAsOf">When the list was read; it is kept while the node is away.</param>
/// <param name="Routing"><c>open</c>, <c>draining</c> or <c>bypassed</c>.</param>
internal sealed record NodeItem(
    string Name, string Driver, string State, string Reason, ImmutableArray<string> Models, DateTimeOffset? ModelsAsOf, DateTimeOffset? ProbedAt,
    string Routing)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? InFlight { get; init; }

    /// <summary>Half of the last 256 answers were complete after so long; absent before the first one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P50Seconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P95Seconds { get; init; }

    /// <summary>The models that may not be asked now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<DeploymentComplaint>? Complaints { get; init; }

    /// <summary>Absent where the node looks after its memory itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeMemory? Memory { get; init; }

    /// <summary>Absent where the node does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<LoadedOnNode>? Loaded { get; init; }
}

/// <summary>A model that the node says it has in memory.</summary>
/// <param name="ContextLength">Tokens that it was loaded with.</param>
internal sealed record LoadedOnNode(string Name, long? VramMib, int? ContextLength);

/// <summary>A model that may not be asked on a node, and why.</summary>
/// <param name="Circuit"><c>closed</c>, <c>open</c>, <c>halfopen</c> or <c>trying</c>.</param>
internal sealed record DeploymentComplaint(string Model, string Circuit, string Reason);

/// <summary>The memory of a node.</summary>
/// <param name="VramMib">0: not counted.</param>
/// <param name="UsedVramMib">Taken, also by what is being loaded or unloaded.</param>
/// <param name="MaxLoaded">0: as many as fit.</param>
/// <param name="Queue">Requests that wait for a model.</param>
/// <param name="Loads">Loads since the start, by who wanted them.</param>
internal sealed record NodeMemory(
    int VramMib, int UsedVramMib, int MaxLoaded, int Queue, ImmutableArray<ModelInMemory> Loaded, ImmutableSortedDictionary<string, int> Loads);

/// <summary>A model that takes memory.</summary>
/// <param name="Phase"><c>loading</c>, <c>loaded</c> or <c>unloading</c>.</param>
internal sealed record ModelInMemory(string Model, string Phase, int VramMib, bool Pinned);

/// <summary>A node as an operator sees it.</summary>
/// <param name="History">The last fifty loads and unloads, the newest first.</param>
internal sealed record NodeDetails(NodeItem Node, ImmutableArray<SwapItem> History);

internal sealed record SwapItem(DateTimeOffset At, string Kind, string Model, string Cause, string For, double Seconds, string Error);
