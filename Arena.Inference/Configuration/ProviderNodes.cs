using Arena.Inference.Drivers.Gemini.Credentials;
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

    /// <summary>As FastChat has it.</summary>
    public const string LocationVariable = "GCP_LOCATION";

    private static readonly string[] ProjectVariables = ["GCP_PROJECT_ID", "GOOGLE_CLOUD_PROJECT"];

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
                options.Nodes[driver.Name] = new() { Driver = driver.Name, Order = Order, FromFile = true }; // gives way to one from the file
            }

            foreach (var node in options.Nodes.Values.Where(node => Speaks(node, driver)))
            {
                node.ListsOnlyNamed = true;
                if (driver.Provider.Url is { } url)
                {
                    Complete(node, url, driver.Provider.KeyVariable, key);
                }
                else
                {
                    CompleteVertex(node);
                }
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

    private static void Complete(NodeOptions node, Uri url, string keyVariable, string? key)
    {
        // A server of one's own that speaks a provider's protocol may need no key, and must not be sent the provider's.
        var own = node.Url is null || node.Url == url;
        node.Url ??= url;
        if (own && string.IsNullOrEmpty(node.ApiKey))
        {
            node.ApiKey = key;
            node.Disabled ??= string.IsNullOrWhiteSpace(key) ? Variables.NotSet(keyVariable) : null;
        }
    }

    private void CompleteVertex(NodeOptions node)
    {
        node.Url ??= new Uri(node.Region is "global" ? "https://aiplatform.googleapis.com" : $"https://{node.Region}-aiplatform.googleapis.com");
        try
        {
            if (DefaultCredentials.Find(node.CredentialsFile, configuration) is not { } credentials)
            {
                node.Disabled ??= Variables.NotSet(DefaultCredentials.FileVariable);
                return;
            }

            node.Project ??= ProjectVariables.Select(name => configuration[name]).FirstOrDefault(project => !string.IsNullOrWhiteSpace(project)) ?? credentials.Project;
            node.Disabled ??= string.IsNullOrWhiteSpace(node.Project) ? Variables.NotSet(ProjectVariables[0]) : null;
        }
        catch (InvalidDataException exception)
        {
            node.Disabled ??= exception.Message;
        }
    }
}
