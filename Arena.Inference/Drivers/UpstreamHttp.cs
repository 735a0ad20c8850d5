using System.Net.Http.Headers;
using Arena.Inference.Nodes;
using Arena.ServiceDefaults.Discovery;

namespace Arena.Inference.Drivers;

/// <summary>Requests to nodes: where they go and with which key.</summary>
internal sealed class UpstreamHttp(IHttpClientFactory clients, ServiceEndpoints endpoints)
{
    /// <summary>The client for answers.</summary>
    public const string AnswerClient = "upstream";

    /// <summary>The client for probes, which leave no spans.</summary>
    public const string ProbeClient = "upstream-probe";

    /// <summary>Sends and returns as soon as the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string client, Node node, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, Address(node, path)) { Content = content };
        if (node.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private Uri Address(Node node, string path) => new(endpoints.Resolve(node.Url).AbsoluteUri.TrimEnd('/') + path);
}
