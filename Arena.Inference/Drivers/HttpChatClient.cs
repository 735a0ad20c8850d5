using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>What the chat clients have in common: they always stream, and an HTTP failure is a fault with a cause.</summary>
internal abstract class HttpChatClient(UpstreamHttp http, Node node, string provider, InferenceMetrics metrics) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(provider, node.Url);

    protected abstract string PathFor(string model);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? throw new ArgumentException("The options must name the model.", nameof(options));
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var response = await SendAsync(node.EngineOf(model), () => CreateContent(conversation, options, model), PathFor(model), cancellationToken);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw await UpstreamRefusal.ReadAsync(response, http.Now, cancellationToken);
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

    protected abstract HttpContent CreateContent(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model);

    /// <summary>One event or line; null, and counted, when it is not JSON of the kind: one bad event does not spoil an answer.</summary>
    protected T? TryParse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(json, type) is { } parsed)
            {
                return parsed;
            }
        }
        catch (JsonException)
        {
            // Counted below.
        }

        CountMalformed(1);
        return null;
    }

    protected void CountMalformed(int events) => metrics.Malformed(node, events);

    protected abstract IAsyncEnumerable<ChatResponseUpdate> ReadAsync(LineReader lines, string model, CancellationToken cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(Node engine, Func<HttpContent> content, string path, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.SendAsync(UpstreamHttp.AnswerClient, engine, HttpMethod.Post, path, content(), cancellationToken);
            if (response.StatusCode is not HttpStatusCode.Unauthorized || !http.RenewKey(engine))
            {
                return response;
            }

            response.Dispose();
            return await http.SendAsync(UpstreamHttp.AnswerClient, engine, HttpMethod.Post, path, content(), cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)) // the handler's own connect timeout
        {
            throw new UpstreamFaultException(FaultCause.Unreachable, TransportFault.Describe(exception), exception);
        }
    }
}
