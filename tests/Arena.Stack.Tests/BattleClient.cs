using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Arena.Stack.Tests;

/// <summary>Speaks the battle API of docs/battle-api.md and remembers every byte that came before the vote.</summary>
internal sealed class BattleClient(Uri gateway) : IDisposable
{
    private readonly StringBuilder _seen = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = gateway };

    /// <summary>Status lines, headers, cookies and bodies of all answers so far.</summary>
    public string Seen => _seen.ToString();

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>What an operator may ask.</summary>
    public async Task<string> AdminAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Headers = { { "x-admin-key", ArenaStack.AdminKey } },
            Content = body is null ? null : JsonContent.Create(body),
        };
        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {(int)response.StatusCode}: {answer}");
        return answer;
    }

    /// <summary>The same, asking again while the answer is 503, as Retry-After says.</summary>
    public async Task<JsonElement> PostPatientlyAsync(string path, object body, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
            if (response.StatusCode is not HttpStatusCode.ServiceUnavailable)
            {
                return await ReadAsync(response, cancellationToken);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
    }

    /// <summary>Whether a battle of these two is refused because one of them cannot answer.</summary>
    public async Task<bool> IsUnavailableAsync(string[] models, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/api/arena/start_battle", new { message = "Hello", models }, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).TryGetProperty("type", out var type)
            && type.GetString() is "urn:llm-arena:problem:model-unavailable";
    }

    public async Task<string> StartAsync(string message, CancellationToken cancellationToken) =>
        (await PostAsync("/api/arena/start_battle", new { message }, cancellationToken)).GetProperty("battle_id").GetString()!;

    /// <summary>The same, asking again while a service is on its way back, as the page does.</summary>
    public async Task<string> StartPatientlyAsync(string message, CancellationToken cancellationToken)
    {
        while (true)
        {
            using (var response = await _http.GetAsync(new Uri("/api/arena/status", UriKind.Relative), cancellationToken))
            {
                if ((await ReadAsync(response, cancellationToken)).GetProperty("available").GetBoolean())
                {
                    return await StartAsync(message, cancellationToken);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
    }

    public Task<JsonElement> VoteAsync(string battleId, string preference, CancellationToken cancellationToken) =>
        PostAsync("/api/arena/vote", new { battle_id = battleId, preference }, cancellationToken);

    /// <summary>The events of one connection, until the server ends it.</summary>
    public async IAsyncEnumerable<SseItem<string>> StreamAsync(
        string battleId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(
            new Uri($"/api/arena/battles/{battleId}/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Remember(response, "");
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            _seen.AppendLine($"{item.EventId} {item.EventType} {item.Data}");
            yield return item;
        }
    }

    /// <summary>Reads both sides to the end: the last event's type and the texts by slot.</summary>
    public async Task<(string Last, string A, string B)> ReadAnswersAsync(string battleId, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, StringBuilder> { ["a"] = new(), ["b"] = new() };
        var last = "";
        await foreach (var item in StreamAsync(battleId, cancellationToken))
        {
            last = item.EventType;
            if (last == "restart")
            {
                _ = texts["a"].Clear();
                _ = texts["b"].Clear();
            }
            else if (last == "delta")
            {
                var delta = JsonDocument.Parse(item.Data).RootElement;
                texts[delta.GetProperty("slot").GetString()!].Append(delta.GetProperty("text").GetString());
            }
        }

        return (last, texts["a"].ToString(), texts["b"].ToString());
    }

    /// <summary>The same, coming back when a connection breaks or a service restarts, as the page does.</summary>
    public async Task<(string Last, string A, string B)> ReadAnswersPatientlyAsync(string battleId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await ReadAnswersAsync(battleId, cancellationToken) is { Last: "answered" or "failed" } ending)
                {
                    return ending;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The page waits as long before it connects again.
                await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        Remember(response, body);
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private void Remember(HttpResponseMessage response, string body) =>
        _seen.AppendLine($"{(int)response.StatusCode} {response.ReasonPhrase}").Append(response.Headers).Append(response.Content.Headers).AppendLine(body);
}
