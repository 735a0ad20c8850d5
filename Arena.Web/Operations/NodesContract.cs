namespace Arena.Web.Operations;

// What the inference service answers below /api/nodes, /api/admin/nodes and /api/models (docs/inference.md).

public sealed record NodeList(IReadOnlyList<Node> Nodes);

/// <summary>A node. What is null from <paramref name="InFlight"/> on is told to owners only, or nothing is known of it.</summary>
/// <param name="State"><c>up</c>, <c>suspect</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="Reason">Why it is not up; empty when all is well.</param>
/// <param name="Routing"><c>open</c>, <c>draining</c> or <c>bypassed</c>.</param>
/// <param name="Memory">Null where the node looks after its memory itself.</param>
/// <param name="Loaded">Null where the node does not tell.</param>
public sealed record Node(
    string Name, string Driver, string State, string Reason, IReadOnlyList<string> Models, DateTimeOffset? ProbedAt, string Routing, int? InFlight,
    double? P50Seconds, double? P95Seconds, IReadOnlyList<Complaint>? Complaints, NodeMemory? Memory, IReadOnlyList<LoadedModel>? Loaded);

/// <summary>A model that may not be asked on a node, and why.</summary>
public sealed record Complaint(string Model, string Circuit, string Reason);

/// <summary>The memory of a node.</summary>
/// <param name="VramMib">0: not counted.</param>
/// <param name="MaxLoaded">0: as many as fit.</param>
/// <param name="Queue">Requests that wait for a model.</param>
/// <param name="Loads">Loads since the start, by who wanted them.</param>
public sealed record NodeMemory(
    int VramMib, int UsedVramMib, int MaxLoaded, int Queue, IReadOnlyList<ModelInMemory> Loaded, IReadOnlyDictionary<string, int> Loads);

/// <summary>A model that takes memory.</summary>
/// <param name="Phase"><c>loading</c>, <c>loaded</c> or <c>unloading</c>.</param>
public sealed record ModelInMemory(string Model, string Phase, int VramMib, bool Pinned);

public sealed record LoadedModel(string Name, long? VramMib, int? ContextLength);

/// <summary>A node as its owner sees it.</summary>
/// <param name="History">The last loads and unloads, the newest first.</param>
public sealed record NodeDetails(Node Node, IReadOnlyList<Swap> History);

/// <summary>One load or unload.</summary>
/// <param name="Kind"><c>load</c> or <c>unload</c>.</param>
/// <param name="Cause">Who wanted it.</param>
/// <param name="For">The model that an unload made room for.</param>
/// <param name="Error">Why it failed; empty when it did not.</param>
public sealed record Swap(DateTimeOffset At, string Kind, string Model, string Cause, string For, double Seconds, string Error);

public sealed record ModelList(IReadOnlyList<ModelItem> Models);

/// <summary>A model of the registry.</summary>
/// <param name="Price">US dollars for a million tokens; null where nobody said.</param>
/// <param name="Disabled">Why it cannot be used, though it was registered.</param>
public sealed record ModelItem(
    string Id, string DisplayName, bool Simulated, bool Available, string Version, string Family, ModelCapabilities? Capabilities, ModelPrice? Price, string? Disabled);

public sealed record ModelCapabilities(bool? Tools, bool? Vision, int? ContextLength);

public sealed record ModelPrice(double Input, double Output);
