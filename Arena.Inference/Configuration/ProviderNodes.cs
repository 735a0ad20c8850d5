using Arena.Inference.Drivers.Gemini;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>
/// Fills in what is known of providers: where they are, and the key under the name that their own tools use. A provider whose key is
/// set has a node without being configured.
/// </summary>
internal sealed class ProviderNodes(IConfiguration configuration, IEnumerable<DriverFacts> drivers) : IPostConfigureOptions<InferenceOptions>
{
    /// <summary>Own nodes come first: they cost nothing for each token.</summary>
    private const int Order = 1000;

    public void PostConfigure(string? name, InferenceOptions options)
    {
        foreach (var node in options.Nodes.Values)
        {
            ExpandKey(node);
        }

        foreach (var driver in drivers.Where(driver => driver.Provider is not null))
        {
            var key = configuration[driver.Provider!.KeyVariable];
            if (!string.IsNullOrWhiteSpace(key) && !options.Nodes.Values.Any(node => Speaks(node, driver)) && !options.Nodes.ContainsKey(driver.Name))
            {
                options.Nodes[driver.Name] = new() { Driver = driver.Name, Order = Order };
            }

            foreach (var node in options.Nodes.Values.Where(node => Speaks(node, driver)))
            {
                Complete(node, driver.Provider, key);
            }
        }
    }

    private static bool Speaks(NodeOptions node, DriverFacts driver) => string.Equals(node.Driver, driver.Name, StringComparison.OrdinalIgnoreCase);

    private void ExpandKey(NodeOptions node)
    {
        if (node.ApiKey is { Length: > 0 } key)
        {
            node.ApiKey = Variables.Expand(key, configuration, out var missing);
            node.Disabled = node.ApiKey is null ? Variables.NotSet(missing) : node.Disabled;
        }
    }

    private static void Complete(NodeOptions node, ProviderFacts provider, string? key)
    {
        node.ListsOnlyNamed = true;
        if (provider.Url is null)
        {
            CompleteVertex(node, provider, key);
            return;
        }

        // A server of one's own that speaks a provider's protocol may need no key, and must not be sent the provider's.
        var own = node.Url is null || node.Url == provider.Url;
        node.Url ??= provider.Url;
        if (own && string.IsNullOrEmpty(node.ApiKey))
        {
            node.ApiKey = key;
            node.Disabled ??= string.IsNullOrWhiteSpace(key) ? Variables.NotSet(provider.KeyVariable) : null;
        }
    }

    private static void CompleteVertex(NodeOptions node, ProviderFacts provider, string? credentials)
    {
        node.Url ??= new Uri(node.Region is "global" ? "https://aiplatform.googleapis.com" : $"https://{node.Region}-aiplatform.googleapis.com");
        node.CredentialsFile ??= credentials;
        if (string.IsNullOrWhiteSpace(node.CredentialsFile))
        {
            node.Disabled ??= Variables.NotSet(provider.KeyVariable);
            return;
        }

        try
        {
            node.Project ??= ServiceAccount.Read(node.CredentialsFile).ProjectId;
        }
        catch (InvalidDataException exception)
        {
            node.Disabled ??= exception.Message;
        }
    }
}
