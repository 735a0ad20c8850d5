using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Arena.Testing;

namespace Arena.Compare.Tests.Hosting;

/// <summary>A client as others write it: plain HTTP and JSON, with cookies. Keeps every byte that it received.</summary>
internal sealed class Person(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Status lines, headers, bodies and events.</summary>
    public StringBuilder Received { get; } = new();

    public Task<Reply> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Reply> PostAsync(string path, object body) => SendAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Received.Append(response).Append(body);
        return new(response.StatusCode, body);
    }

    public Task<Reply> UploadAsync(string name, byte[] content, string path = "/api/documents", params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "file", name);
        return SendAsync(new(HttpMethod.Post, path) { Content = form });
    }

    /// <summary>The id of a new comparison.</summary>
    public async Task<string> StartAsync(string prompt, string[] models, bool blind = false, string? document = null)
    {
        var reply = await PostAsync("/api/compare", new { prompt, models, blind, document });
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return (string)reply.Json["id"]!;
    }

    /// <summary>The events up to the last one.</summary>
    public async Task<List<(string Type, JsonNode Data)>> FollowAsync(string id, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/compare/{id}/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Received.Append(response);
        var events = new List<(string Type, JsonNode Data)>();
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(Token))
        {
            Received.Append(item.Data);
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));
        }

        return events;
    }

    /// <summary>The comparison, once its answers are in the ledger.</summary>
    public async Task<JsonNode> AnsweredAsync(string id)
    {
        JsonNode? comparison = null;
        await Eventually.TrueAsync(
            async () => (string?)(comparison = (await GetAsync($"/api/compare/{id}")).Json)["state"] == "answered", "the answers are recorded");
        return comparison!;
    }
}

internal sealed record Reply(HttpStatusCode Status, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Status and name of the problem.</summary>
    public (int Status, string Type) Problem => ((int)Status, (string)Json["type"]!);
}
