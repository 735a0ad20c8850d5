namespace Arena.Inference.Nodes;

/// <summary>A node as it was asked for. What it is at the moment is <see cref="NodeState"/>.</summary>
internal sealed record Node(string Name, string Driver, Uri Url, int Order, string? ApiKey)
{
    /// <summary>The name alone: the record's own text would show the key.</summary>
    public override string ToString() => Name;
}
