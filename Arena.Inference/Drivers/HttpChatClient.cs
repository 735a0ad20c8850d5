using System.Net;
using System.Runtime.CompilerServices;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>What the chat clients have in common: they always stream, and an HTTP failure is a fault with a cause.</summary>
internal abstract class HttpChatClient(UpstreamHttp http, Node node, string provider) : IChatClient
{
    private const int MaxErrorBytes = 64 * 1024;

    private readonly ChatClientMetadata _metadata = new(provider, node.Url);

    protected abstract string Path { get; }

    protected Node Node => node;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? throw new ArgumentException("The options must name the model.", nameof(options));
        using var response = await SendAsync(model, CreateContent(messages, options, model), cancellationToken);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        await using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var update in ReadAsync(lines, model, cancellationToken))
        {
            yield return update;
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The connections belong to the factory of HTTP clients.
    }

    protected abstract HttpContent CreateContent(IEnumerable<ChatMessage> messages, ChatOptions options, string model);

    protected abstract IAsyncEnumerable<ChatResponseUpdate> ReadAsync(LineReader lines, string model, CancellationToken cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(string model, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(UpstreamHttp.AnswerClient, node.EngineOf(model), HttpMethod.Post, Path, content, cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)) // the handler's own connect timeout
        {
            throw new UpstreamFaultException(FaultCause.Unreachable, TransportFault.Describe(exception), exception);
        }
    }

    private static async Task<UpstreamFaultException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new byte[MaxErrorBytes];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault())
        {
            // The status alone has to do.
        }

        var error = UpstreamError.Parse(body.AsSpan(0, length));
        return new UpstreamFaultException(error.CauseFor(response.StatusCode), $"HTTP {(int)response.StatusCode}: {error}");
    }
}
