using Arena.Inference.Configuration;
using Arena.Inference.Drivers.Gemini;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes;

/// <summary>A node as it was asked for. What it is at the moment is <see cref="NodeState"/>.</summary>
internal sealed record Node(string Name, string Driver, Uri Url, int Order, string? ApiKey)
{
    /// <summary>How its memory is shared among its models.</summary>
    public SwapOptions Swap { get; init; } = new();

    /// <summary>Why it cannot be used: it is listed as down with this reason and never asked.</summary>
    public string? Disabled { get; init; }

    /// <summary>Google's project, and where in it; only of Vertex.</summary>
    public GoogleProject? Google { get; init; }

    public static Node Of(string name, NodeOptions asked) => new(name, asked.Driver, asked.Url!, asked.Order, asked.ApiKey)
    {
        Swap = asked.Swap,
        Disabled = asked.Disabled,
        Google = string.Equals(asked.Driver, GenAi.Providers.Vertex, StringComparison.OrdinalIgnoreCase)
            ? new(asked.Project ?? "", asked.Region, asked.CredentialsFile)
            : null,
    };

    /// <summary>The node at the address where the engine of one model listens.</summary>
    public Node EngineOf(string model) => Swap.EngineUrl is { Length: > 0 } url
        ? this with { Url = new Uri(url.Replace(SwapOptions.ModelPlaceholder, Uri.EscapeDataString(model), StringComparison.Ordinal)) }
        : this;

    /// <summary>The name alone: the record's own text would show the key.</summary>
    public override string ToString() => Name;
}
