using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>How far a download has come.</summary>
/// <param name="Status">In Ollama's words.</param>
/// <param name="Completed">Bytes of this layer that are here.</param>
/// <param name="Total">Bytes of this layer.</param>
internal sealed record PullProgress(string Status, long? Completed, long? Total);

/// <summary>Brings models to an Ollama node, and into its memory.</summary>
internal sealed class OllamaModels(UpstreamHttp http, IOptions<InferenceOptions> options)
{
    private const string Success = "success";

    /// <summary>Downloads a model; returns normally only after Ollama has said <c>success</c>.</summary>
    /// <remarks>
    /// <code>
    /// {"status":"pulling a80c4f17acd5","digest":"sha256:…","total":9,"completed":3}
    /// {"status":"success"}
    /// {"error":"pull model manifest: file does not exist"}      under 200
    /// </code>
    /// </remarks>
    /// <exception cref="UpstreamFaultException">The node does not answer, refuses, or breaks off.</exception>
    public async IAsyncEnumerable<PullProgress> PullAsync(Node node, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new(model, Stream: true), DriverJson.Default.OllamaPullRequest);
        using var response = await PostAsync(node, "/api/pull", content, cancellationToken);
        await using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } bytes)
        {
            if (Parse(bytes.Span) is not { } line)
            {
                continue;
            }

            if (line.Error is { ValueKind: not JsonValueKind.Null } error)
            {
                throw StreamEnd.Error(UpstreamError.FromError(error));
            }

            yield return new(line.Status ?? "", line.Completed, line.Total);
            if (line.Status is Success)
            {
                yield break;
            }
        }

        throw StreamEnd.Cut(lines);
    }

    /// <summary>
    /// Loads a model and returns when it is in memory: with the options of its later requests, because others would load it again.
    /// </summary>
    /// <exception cref="UpstreamFaultException">The node does not answer, or refuses.</exception>
    public async Task PreloadAsync(Node node, string model, int? contextLength, CancellationToken cancellationToken)
    {
        ChatOptions chat = new() { AdditionalProperties = contextLength is { } length ? new() { [OllamaRequests.ContextLength] = length } : null };
        var request = OllamaRequests.Create([], chat, model, options.Value.Nodes.GetValueOrDefault(node.Name)?.KeepAlive);
        using var content = JsonContent.Create(request, DriverJson.Default.OllamaChatRequest);
        using var response = await PostAsync(node, "/api/chat", content, cancellationToken);
        await using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } bytes)
        {
            if (ParseChat(bytes.Span) is { Done: true, DoneReason: "load" })
            {
                return;
            }
        }

        throw StreamEnd.Cut(lines);
    }

    private async Task<HttpResponseMessage> PostAsync(Node node, string path, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.SendAsync(UpstreamHttp.AnswerClient, node, HttpMethod.Post, path, content, cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK)
            {
                return response;
            }

            using (response)
            {
                throw await UpstreamRefusal.ReadAsync(response, http.Now, cancellationToken);
            }
        }
        catch (Exception exception) when (exception.IsTransportFault())
        {
            throw new UpstreamFaultException(FaultCause.Unreachable, TransportFault.Describe(exception), exception);
        }
    }

    private static OllamaPullLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty ? null : JsonSerializer.Deserialize(line, DriverJson.Default.OllamaPullLine);
        }
        catch (JsonException)
        {
            return null; // one bad line does not spoil a download: it ends with its last one
        }
    }

    private static OllamaChatLine? ParseChat(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty ? null : JsonSerializer.Deserialize(line, DriverJson.Default.OllamaChatLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
