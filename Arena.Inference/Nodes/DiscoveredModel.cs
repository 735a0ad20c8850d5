using System.Collections.Immutable;

namespace Arena.Inference.Nodes;

/// <summary>A model as a node lists it. Everything but the name is what the node happens to say.</summary>
/// <param name="Name">The name to ask the node for.</param>
/// <param name="DisplayName">What the node calls it for people, if it says.</param>
/// <param name="Family">The architecture or line of models, if the node says.</param>
/// <param name="Simulated">Answered by Arena.ModelSimulator.</param>
internal sealed record DiscoveredModel(string Name, string? DisplayName, string? Family, bool Simulated)
{
    /// <summary>Other names of the same model on the node.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Tokens of prompt and answer together.</summary>
    public int? ContextLength { get; init; }

    public bool? Tools { get; init; }

    public bool? Vision { get; init; }

    /// <summary>Changes with the weights, where the node lets them be told apart: a digest, or the path they were read from.</summary>
    public string? Revision { get; init; }

    /// <summary>In memory now; null where the node does not say.</summary>
    public bool? Loaded { get; init; }

    /// <summary>Bytes of video memory that it takes now.</summary>
    public long? VramBytes { get; init; }

    public bool IsNamed(string name) =>
        string.Equals(Name, name, StringComparison.Ordinal) || Aliases.Contains(name, StringComparer.Ordinal);
}
