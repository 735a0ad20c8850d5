using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Readings;

/// <summary>
/// Reads what another service tells as JSON. An answer with an ETag is kept, and sent again by the service only when it has changed; but for
/// what is told to owners only, so that nobody else can be shown it.
/// </summary>
internal abstract partial class ServiceReader(HttpClient http, ReadingCache cache, string service, ILogger logger)
{
    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What the service answers, or why it does not.</summary>
    /// <param name="path">With its query, from the root of the service.</param>
    protected async Task<Reading<T>> GetAsync<T>(string path, CancellationToken cancellationToken, string? adminKey = null)
        where T : class
    {
        using var request = RequestOf(path, adminKey);
        var known = adminKey is null ? cache.Find<T>(service, path) : null;
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known.Version);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode is HttpStatusCode.NotModified && known is not null
                ? new(known.Value, Fault: null)
                : await ReadAsync<T>(path, response, keep: adminKey is null, cancellationToken);
        }
        catch (Exception exception) when (IsTheirs(exception, cancellationToken))
        {
            LogNotRead(exception, service, path);
            return new(Value: null, new(StatusCodes.Status503ServiceUnavailable, $"The {service} service does not answer now. Try again in a moment."));
        }
    }

    /// <summary>An answer of any size, as it comes; null when the service does not give it.</summary>
    protected async Task<Stream?> OpenAsync(string path, string adminKey, CancellationToken cancellationToken)
    {
        using var request = RequestOf(path, adminKey);
        try
        {
            // Not disposed of here: the stream of its content is what the caller reads, and closes.
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        }
        catch (Exception exception) when (IsTheirs(exception, cancellationToken))
        {
            LogNotRead(exception, service, path);
            return null;
        }
    }

    private static HttpRequestMessage RequestOf(string path, string? adminKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (adminKey is not null)
        {
            request.Headers.Add("x-admin-key", adminKey);
        }

        return request;
    }

    /// <summary>Whether it is the service that failed, and not the caller who left.</summary>
    private static bool IsTheirs(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task<Reading<T>> ReadAsync<T>(string path, HttpResponseMessage response, bool keep, CancellationToken cancellationToken)
        where T : class
    {
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken);
            return new(Value: null, new((int)response.StatusCode, problem?.Detail ?? problem?.Title ?? "There is no such thing."));
        }

        var value = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(SnakeCase, cancellationToken)
            ?? throw new JsonException($"{path} is null.");
        if (keep && response.Headers.ETag is { } version)
        {
            cache.Keep(service, path, version, value);
        }

        return new(value, Fault: null);
    }

    [LoggerMessage(EventId = 4102, EventName = "ServiceNotRead", Level = LogLevel.Warning, Message = "{Service} did not answer {Path}; the page says so.")]
    private partial void LogNotRead(Exception exception, string service, string path);
}
