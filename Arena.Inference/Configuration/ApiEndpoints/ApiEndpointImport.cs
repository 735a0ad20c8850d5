using Arena.Inference.Drivers.Gemini;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>
/// Turns the entries of <see cref="InferenceOptions.ApiEndpointsFile"/> into nodes and models, as if they had been configured; what is
/// configured under the same id wins.
/// </summary>
internal sealed class ApiEndpointImport(
    IConfiguration configuration, IEnumerable<DriverFacts> drivers, ILogger<ApiEndpointImport> logger)
    : IPostConfigureOptions<InferenceOptions>
{
    /// <summary>Behind own nodes, before nodes that nobody has named.</summary>
    private const int Order = 500;

    /// <summary>Adds what the file has.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be read as a whole.</exception>
    public void PostConfigure(string? name, InferenceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ApiEndpointsFile))
        {
            return;
        }

        var path = Path.GetFullPath(options.ApiEndpointsFile);
        var facts = drivers.ToList();
        foreach (var endpoint in Read(path, facts))
        {
            Add(endpoint, facts, options);
        }
    }

    private IReadOnlyList<ApiEndpoint> Read(string path, IReadOnlyList<DriverFacts> facts)
    {
        try
        {
            return new ApiEndpointReader(configuration, [.. facts.Select(driver => driver.Name)], reason => logger.ApiEndpointWarning(path, reason))
                .Read(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var reason = exception is InvalidDataException ? exception.Message : "it cannot be read";
            throw new OptionsValidationException(
                nameof(InferenceOptions.ApiEndpointsFile), typeof(InferenceOptions), [$"{nameof(InferenceOptions.ApiEndpointsFile)} is '{path}': {reason}."]);
        }
    }

    private void Add(ApiEndpoint endpoint, IReadOnlyList<DriverFacts> facts, InferenceOptions options)
    {
        if (!options.Models.TryGetValue(endpoint.Id, out var model))
        {
            options.Models[endpoint.Id] = model = endpoint.About;
        }
        else if (model.Deployments.Count > 0)
        {
            logger.ApiEndpointWarning(endpoint.Id, "the configuration has deployments for it, which win");
            return;
        }
        else
        {
            ModelOverlay.FillIn(model, endpoint.About);
        }

        model.FromFile = true;
        var provider = facts.FirstOrDefault(driver => driver.Name == endpoint.Driver)?.Provider;
        model.Disabled ??= endpoint.Disabled
            ?? (provider is null && endpoint.Url is null ? "api_base is missing" : null)
            ?? (NeedsKey(endpoint, provider) ? Variables.NotSet(provider!.KeyVariable) : null);
        if (model.Disabled is not null)
        {
            logger.ModelDisabled(endpoint.Id, model.Disabled);
            return;
        }

        model.Deployments.Add(new() { Node = NodeFor(endpoint, provider, options), Model = endpoint.Model });
    }

    private bool NeedsKey(ApiEndpoint endpoint, ProviderFacts? provider) =>
        provider is { Url: not null } && endpoint.ApiKey is null && (endpoint.Url is null || endpoint.Url == provider.Url)
        && string.IsNullOrWhiteSpace(configuration[provider.KeyVariable]);

    /// <summary>Entries with the same driver, address and key share a node.</summary>
    private string NodeFor(ApiEndpoint endpoint, ProviderFacts? provider, InferenceOptions options)
    {
        var wanted = new NodeOptions
        {
            Driver = endpoint.Driver,
            Url = endpoint.Url,
            ApiKey = endpoint.ApiKey,
            Order = Order,
            ListsOnlyNamed = true,
            FromFile = true,
        };
        if (VertexName.PlaceOf(endpoint.Model) is { } place)
        {
            (wanted.Project, wanted.Region) = place;
        }
        else if (configuration[ProviderNodes.LocationVariable] is { Length: > 0 } location)
        {
            wanted.Region = location;
        }

        var same = options.Nodes.FirstOrDefault(node => IsSame(node.Value, wanted, provider));
        if (same.Key is not null)
        {
            return same.Key;
        }

        var stem = endpoint.Url?.Host ?? endpoint.Driver;
        var name = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? stem : $"{stem}-{n}").First(free => !options.Nodes.ContainsKey(free));
        options.Nodes[name] = wanted;
        return name;
    }

    private static bool IsSame(NodeOptions node, NodeOptions wanted, ProviderFacts? provider) =>
        node.Driver == wanted.Driver && (node.Url ?? provider?.Url) == (wanted.Url ?? provider?.Url) && node.ApiKey == wanted.ApiKey
        && (provider is not { Url: null } || (node.Project == wanted.Project && node.Region == wanted.Region));
}
