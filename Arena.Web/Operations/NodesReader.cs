using Arena.Web.Readings;

namespace Arena.Web.Operations;

/// <summary>Nodes and models of the inference service.</summary>
internal sealed class NodesReader(HttpClient http, ReadingCache cache, ILogger<NodesReader> logger) : ServiceReader(http, cache, "inference", logger)
{
    /// <summary>All nodes.</summary>
    /// <param name="adminKey">With it also what they are doing; null: as anyone may see them.</param>
    public Task<Reading<NodeList>> NodesAsync(string? adminKey, CancellationToken cancellationToken) =>
        GetAsync<NodeList>("/api/nodes", cancellationToken, adminKey);

    public Task<Reading<ModelList>> ModelsAsync(CancellationToken cancellationToken) => GetAsync<ModelList>("/api/models", cancellationToken);

    /// <summary>A node with its last loads and unloads; only for who has the admin key.</summary>
    public Task<Reading<NodeDetails>> NodeAsync(string name, string adminKey, CancellationToken cancellationToken) =>
        GetAsync<NodeDetails>($"/api/admin/nodes/{Uri.EscapeDataString(name)}", cancellationToken, adminKey);
}
