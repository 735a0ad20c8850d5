namespace Arena.AppHost;

/// <summary>Keys of providers outside. One that is not configured is not mentioned, so that nothing waits for it.</summary>
internal static class ArenaProviders
{
    /// <summary>Parameter to the variable by which the provider's own tools know the key.</summary>
    private static readonly (string Parameter, string Variable)[] Keys =
    [
        ("openai-api-key", "OPENAI_API_KEY"),
        ("anthropic-api-key", "ANTHROPIC_API_KEY"),
        ("mistral-api-key", "MISTRAL_API_KEY"),
        ("groq-api-key", "GROQ_API_KEY"),
        ("gemini-api-key", "GEMINI_API_KEY"),
        ("google-credentials", "GOOGLE_APPLICATION_CREDENTIALS"),
    ];

    /// <summary>Hands the keys that are configured as <c>Parameters:{name}</c> to a service, as secrets.</summary>
    public static IResourceBuilder<ProjectResource> WithProviderKeys(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        foreach (var (parameter, variable) in Keys.Where(key => !string.IsNullOrWhiteSpace(builder.Configuration[$"Parameters:{key.Parameter}"])))
        {
            service.WithEnvironment(variable, builder.AddParameter(parameter, secret: true));
        }

        return service;
    }

    /// <summary>Hands over the file of models at <c>Arena:ApiEndpoints</c>; a relative path is meant from where the AppHost was started.</summary>
    /// <exception cref="DistributedApplicationException">There is no such file.</exception>
    public static IResourceBuilder<ProjectResource> WithApiEndpoints(this IResourceBuilder<ProjectResource> service)
    {
        if (service.ApplicationBuilder.Configuration["Arena:ApiEndpoints"] is not { Length: > 0 } file)
        {
            return service;
        }

        var path = Path.GetFullPath(file);
        return File.Exists(path)
            ? service.WithEnvironment("Inference__ApiEndpointsFile", path)
            : throw new DistributedApplicationException($"Arena:ApiEndpoints is '{file}'; there is no such file.");
    }
}
