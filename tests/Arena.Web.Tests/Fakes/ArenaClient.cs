using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Arena.Web.Tests.Fakes;

/// <summary>A client as others write it: plain HTTP and JSON, nothing of ours. Keeps every byte that it received.</summary>
internal sealed class ArenaClient(HttpClient http) : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Everything received: status lines, headers with cookies, bodies, events.</summary>
    public StringBuilder Received { get; } = new();

    public Task<Reply> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Reply> PostAsync(string path, object body) => SendAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Received.Append(response).Append(body);
        return new(response.StatusCode, response.Content.Headers.ContentType?.ToString(), response, body);
    }

    public async Task<string> StartAsync(string message = "What is the capital of France?")
    {
        var reply = await PostAsync("/api/arena/start_battle", new { message });
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return (string)reply.Json["battle_id"]!;
    }

    public Task<Reply> VoteAsync(string battleId, string preference) =>
        PostAsync("/api/arena/vote", new { battle_id = battleId, preference });

    /// <summary>Reads a stream to its end, or until <paramref name="enough"/>.</summary>
    public async Task<List<(string? Id, string Type, string Data)>> StreamAsync(
        string battleId, string? lastEventId = null, Func<string, bool>? enough = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/arena/battles/{battleId}/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Received.Append(response);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string? Id, string Type, string Data)>();
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var parser = SseParser.Create(body);
        await foreach (var item in parser.EnumerateAsync(Cancel))
        {
            events.Add((item.EventId, item.EventType, item.Data));
            Received.Append(item.Data);
            if (enough?.Invoke(item.EventType) == true)
            {
                break;
            }
        }

        Assert.Equal(TimeSpan.FromSeconds(1), parser.ReconnectionInterval);
        return events;
    }

    /// <summary>Reads to the last event, resuming as an EventSource does when a stream ends early.</summary>
    public async Task<List<(string? Id, string Type, string Data)>> FollowAsync(string battleId)
    {
        var events = await StreamAsync(battleId);
        while (events[^1].Type is not ("answered" or "failed"))
        {
            events.AddRange(await StreamAsync(battleId, lastEventId: events[^1].Id));
        }

        return events;
    }

    public static string TextOf(IEnumerable<(string? Id, string Type, string Data)> events, string slot) =>
        string.Concat(events.Where(item => item.Type == "delta").Select(item => JsonNode.Parse(item.Data)!)
            .Where(data => (string)data["slot"]! == slot).Select(data => (string)data["text"]!));

    public void Dispose() => http.Dispose();
}

internal sealed record Reply(HttpStatusCode Status, string? ContentType, HttpResponseMessage Response, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new JsonException("null");

    /// <summary>The problem's type, or the body when it is none.</summary>
    public string Problem => ContentType == "application/problem+json" ? (string)Json["type"]! : Body;
}
