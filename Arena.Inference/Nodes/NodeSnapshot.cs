using System.Collections.Immutable;

namespace Arena.Inference.Nodes;

/// <summary>What a node is at one moment.</summary>
/// <param name="Node">What was asked.</param>
/// <param name="Status">Whether it can be used.</param>
/// <param name="Reason">Why it is not up, or why its list of models is old; empty when all is well.</param>
/// <param name="Models">The last good list: a failed refresh does not empty it.</param>
/// <param name="ModelsAsOf">When that list was read; null before the first one.</param>
/// <param name="ProbedAt">When the last probe ended; null before the first one.</param>
/// <param name="Misses">Probes in a row that got no answer in time.</param>
internal sealed record NodeSnapshot(
    Node Node,
    NodeStatus Status,
    string Reason,
    ImmutableArray<DiscoveredModel> Models,
    DateTimeOffset? ModelsAsOf,
    DateTimeOffset? ProbedAt,
    int Misses);
