using System.Collections.Frozen;
using System.Net.Http.Headers;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.ServiceDefaults.Discovery;

namespace Arena.Inference.Drivers;

/// <summary>Requests to nodes: where they go and with which key.</summary>
internal sealed class UpstreamHttp(
    IHttpClientFactory clients, ServiceEndpoints endpoints, IEnumerable<IUpstreamKey> keys, TimeProvider time)
{
    /// <summary>The client for answers.</summary>
    public const string AnswerClient = "upstream";

    /// <summary>The client for probes, which leave no spans.</summary>
    public const string ProbeClient = "upstream-probe";

    private readonly FrozenDictionary<string, IUpstreamKey> _keys = keys.ToFrozenDictionary(key => key.Driver, StringComparer.OrdinalIgnoreCase);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Sends and returns as soon as the headers are there.</summary>
    /// <exception cref="UpstreamFaultException">The node cannot be used: a key is missing.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        string client, Node node, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        if (node.Disabled is { } reason)
        {
            throw new UpstreamFaultException(FaultCause.Unauthorized, reason);
        }

        using var request = new HttpRequestMessage(method, Address(node, path)) { Content = content };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream"); // llama-swap answers in HTML to those who take it
        if (_keys.TryGetValue(node.Driver, out var key))
        {
            await key.ApplyAsync(request, node, cancellationToken);
        }
        else if (node.ApiKey is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The node has refused its key: whether asking again makes sense.</summary>
    public bool RenewKey(Node node) => _keys.TryGetValue(node.Driver, out var key) && key.Renew(node);

    private Uri Address(Node node, string path) => new(endpoints.Resolve(node.Url).AbsoluteUri.TrimEnd('/') + path);
}
