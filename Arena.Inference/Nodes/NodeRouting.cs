namespace Arena.Inference.Nodes;

/// <summary>What an operator said of requests to a node.</summary>
internal enum NodeRouting
{
    /// <summary>As its health says.</summary>
    Open,

    /// <summary>No new requests; those under way end.</summary>
    Draining,

    /// <summary>No new requests, as if it were down.</summary>
    Bypassed,
}
