namespace Arena.Inference.Drivers.Ollama;

/// <summary><c>llama3.2</c> and <c>llama3.2:latest</c> are one model.</summary>
internal static class OllamaName
{
    private const string Latest = ":latest";

    public static string WithoutLatest(string name) =>
        name.EndsWith(Latest, StringComparison.Ordinal) ? name[..^Latest.Length] : name;
}
