namespace Arena.Inference.Drivers.Gemini;

/// <summary>Where on Vertex AI models are looked for.</summary>
/// <param name="Id">The project; empty where the names of its models are whole.</param>
/// <param name="CredentialsFile">Null: Google's own search.</param>
internal sealed record GoogleProject(string Id, string Region, string? CredentialsFile);
