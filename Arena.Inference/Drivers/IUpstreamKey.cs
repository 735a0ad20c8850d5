using Arena.Inference.Nodes;

namespace Arena.Inference.Drivers;

/// <summary>Puts a node's key on a request, where that is another thing than a bearer token that stays.</summary>
internal interface IUpstreamKey
{
    /// <summary>The driver whose nodes take it.</summary>
    string Driver { get; }

    ValueTask ApplyAsync(HttpRequestMessage request, Node node, CancellationToken cancellationToken);

    /// <summary>The node has refused the key: whether there may be a better one now.</summary>
    bool Renew(Node node) => false;
}
