using Arena.AppHost.Input;

namespace Arena.AppHost;

/// <summary>
/// The local node: an Ollama server that answers (<c>Arena:Ollama:Url</c>, else the usual address), or one of ours with the models of
/// <c>Arena:Ollama:Models</c>: the program of this machine, else a container.
/// </summary>
internal static class OllamaNode
{
    public const string Name = "ollama";
    private const string Driver = "ollama";

    public static ModelNode? AddOllamaNode(this IDistributedApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Arena:Ollama");
        var address = ConfiguredAddress.Http("Arena:Ollama:Url", settings["Url"] ?? OllamaProbe.DefaultAddress);
        if (OllamaProbe.Answers(address))
        {
            return builder.AddExternalNode(Name, Driver, address);
        }

        var models = (settings["Models"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (models.Length == 0)
        {
            return null;
        }

        IResourceBuilder<IOllamaResource>? server =
            LocalMachine.HasOllama() ? builder.AddOllamaLocal(Name)
            : LocalMachine.FindContainerRuntime() is not null ? builder.AddOllamaContainer()
            : null;
        if (server is null)
        {
            return null;
        }

        foreach (var model in models)
        {
            server.AddModel(model);
        }

        return new(Driver, ReferenceExpression.Create($"{server.Resource.PrimaryEndpoint}"), server);
    }

    private static IResourceBuilder<OllamaResource> AddOllamaContainer(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddOllama(Name).WithDataVolume();
        return LocalMachine.HasNvidiaGpu() ? server.WithGPUSupport() : server;
    }
}
