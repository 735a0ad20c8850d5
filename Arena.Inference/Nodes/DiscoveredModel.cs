namespace Arena.Inference.Nodes;

/// <summary>A model as a node lists it.</summary>
/// <param name="Name">The name to ask the node for.</param>
/// <param name="DisplayName">What the node calls it for people, if it says.</param>
/// <param name="Family">The architecture or line of models, if the node says.</param>
/// <param name="Simulated">Answered by Arena.ModelSimulator.</param>
internal sealed record DiscoveredModel(string Name, string? DisplayName, string? Family, bool Simulated);
