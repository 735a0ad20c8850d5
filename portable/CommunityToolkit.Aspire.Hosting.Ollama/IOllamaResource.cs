namespace Aspire.Hosting.ApplicationModel;

/// <summary>An Ollama server, as a container or as the program of this machine.</summary>
public interface IOllamaResource : IResourceWithConnectionString, IResourceWithEndpoints
{
    internal const string EndpointName = "http";

    /// <summary>Models that are pulled once the server answers, such as <c>llama3.2:1b</c>.</summary>
    IReadOnlyList<string> Models { get; }

    EndpointReference PrimaryEndpoint { get; }

    void AddModel(string modelName);
}
