namespace Arena.Router.Classification;

/// <summary>A tool that a caller offers.</summary>
/// <param name="Description">What it does; may be empty.</param>
/// <param name="Parameters">Names of its parameters, and what is said of them; may be empty.</param>
internal sealed record Tool(string Name, string Description, IReadOnlyList<string> Parameters);
