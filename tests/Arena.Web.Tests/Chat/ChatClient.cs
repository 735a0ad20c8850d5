using System.Net.Http.Json;
using System.Net.ServerSentEvents;

namespace Arena.Web.Tests.Chat;

/// <summary>The hybrid entry, as others call it: plain HTTP and JSON, nothing of ours.</summary>
internal static class ChatClient
{
    /// <summary>All events of an answer, as <c>type data</c>.</summary>
    public static async Task<IReadOnlyList<string>> ChatAsync(this HttpClient http, object body, string? key = null, Action<string>? seen = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        List<string> events = [];
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            events.Add($"{item.EventType} {item.Data}");
            seen?.Invoke(item.EventType);
        }

        return events;
    }
}
