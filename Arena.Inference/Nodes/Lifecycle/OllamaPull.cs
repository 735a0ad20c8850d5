using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>Has an Ollama server fetch a model from its library.</summary>
/// <remarks>
/// <code>
/// {"status":"pulling manifest"}
/// {"status":"pulling a80c4f17acd5","digest":"sha256:…","total":9,"completed":3}
/// {"status":"success"}
/// {"error":"pull model manifest: file does not exist"}          under 200 as well
/// </code>
/// Only <c>success</c> is one.
/// </remarks>
internal sealed class OllamaPull(LifecycleHttp http)
{
    private const string Path = "/api/pull";

    /// <summary>How far it is, until it is done.</summary>
    /// <exception cref="LifecycleException">It failed, and why.</exception>
    public async IAsyncEnumerable<OllamaPullLine> PullAsync(Node node, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = JsonContent.Create(new OllamaPullRequest(model, Stream: true), LifecycleJson.Default.OllamaPullRequest);
        using var response = await http.SendAsync(node, HttpMethod.Post, Path, body, cancellationToken);
        await LifecycleHttp.EnsureOkAsync(response, Path, cancellationToken);
        await using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } bytes)
        {
            if (bytes.IsEmpty)
            {
                continue;
            }

            var line = Parse(bytes.Span);
            if (line.Error is { } error)
            {
                throw new LifecycleException(error);
            }

            yield return line;
            if (line.Status is OllamaPullLine.Success)
            {
                yield break;
            }
        }

        throw new LifecycleException("the server stopped before the model was there");
    }

    private static OllamaPullLine Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LifecycleJson.Default.OllamaPullLine) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new LifecycleException($"{Path} is not what it should be: {UpstreamError.Parse(line)}", exception);
        }
    }
}

internal sealed record OllamaPullRequest(string Model, bool Stream);

/// <summary>How far a pull is.</summary>
/// <param name="Status">What is done now; <see cref="Success"/> at the end.</param>
/// <param name="Total">Bytes of the file that is fetched now.</param>
/// <param name="Completed">Bytes of it that are there.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record OllamaPullLine(string? Status, long? Total, long? Completed, string? Error)
{
    public const string Success = "success";
}
