using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>The calls that load and unload; every failure is a <see cref="LifecycleException"/> that names the call.</summary>
internal sealed class LifecycleHttp(UpstreamHttp http, TimeProvider time)
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>How often a state is asked for until it is what was wanted.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The answer; null when there is no such call, or it says nothing.</summary>
    public async Task<T?> GetAsync<T>(Node node, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(node, HttpMethod.Get, path, content: null, cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, path, (body, token) => body.ReadFromJsonAsync(type, token), cancellationToken);
    }

    /// <summary>The text; null when there is no such call.</summary>
    public async Task<string?> GetTextAsync(Node node, string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(node, HttpMethod.Get, path, content: null, cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, path, async (body, token) => (string?)await body.ReadAsStringAsync(token), cancellationToken);
    }

    /// <summary>Returns when the whole answer is there.</summary>
    public async Task PostAsync(Node node, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(node, HttpMethod.Post, path, content, cancellationToken);
        await ReadAsync(response, path, async (body, token) => await body.ReadAsByteArrayAsync(token), cancellationToken);
    }

    /// <summary>Returns as soon as it holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        while (!await holds())
        {
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Returns as soon as the headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Node node, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(UpstreamHttp.ProbeClient, node, method, path, content, cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)) // the handler's own connect timeout
        {
            throw new LifecycleException($"{Name(path)}: {TransportFault.Describe(exception)}", exception);
        }
    }

    /// <summary>Throws unless the answer is a 200.</summary>
    public static async Task EnsureOkAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.OK)
        {
            return;
        }

        var body = new byte[MaxErrorBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        throw new LifecycleException($"{Name(path)} answered {(int)response.StatusCode}: {UpstreamError.Parse(body.AsSpan(0, length))}");
    }

    private static async Task<T?> ReadAsync<T>(
        HttpResponseMessage response, string path, Func<HttpContent, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await EnsureOkAsync(response, path, cancellationToken);
            return await read(response.Content, cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault() || exception is JsonException)
        {
            throw new LifecycleException($"{Name(path)} is not what it should be", exception);
        }
    }

    private static string Name(string path) => path.Split('?')[0];
}
