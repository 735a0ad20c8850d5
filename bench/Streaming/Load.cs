using System.Diagnostics;

namespace Arena.Bench.Streaming;

/// <summary>What is asked of a path.</summary>
internal static class Load
{
    public const int Streams = 100;
    public const int TokensPerStream = 200;

    private const int Clients = 32;
    private const int Requests = 3_000;

    /// <summary>All streams at once, over HTTP/1.1: seconds to the first text of each, and how many events came in all.</summary>
    public static async Task<(double[] FirstText, long Events)> StreamsAsync(ProxyPath path)
    {
        using var http = Client(path);
        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => AskAsync(http, TokensPerStream)));
        return ([.. answers.Select(answer => answer.FirstText).Order()], answers.Sum(answer => answer.Events));
    }

    /// <summary>Answers of one token, by clients that each ask when their last one was answered: how many.</summary>
    public static async Task<int> ShortRequestsAsync(ProxyPath path)
    {
        using var http = Client(path);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = 0; i < Requests / Clients; i++)
            {
                await AskAsync(http, tokens: 1);
            }
        }));
        return Requests / Clients * Clients;
    }

    private static async Task<(double FirstText, long Events)> AskAsync(HttpClient http, int tokens)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = Stage.Model,
                stream = true,
                max_tokens = tokens,
                messages = new[] { new { role = "user", content = "Tell me about rivers." } },
            }),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (firstText, events, last) = (0.0, 0L, "");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
            {
                continue;
            }

            (events, last) = (events + 1, line);
            if (firstText == 0 && line.Contains("\"content\":\"", StringComparison.Ordinal) && !line.Contains("\"content\":\"\"", StringComparison.Ordinal))
            {
                firstText = Stopwatch.GetElapsedTime(began).TotalSeconds;
            }
        }

        return last == "data: [DONE]" && firstText > 0 ? (firstText, events) : throw new InvalidOperationException($"The answer broke off after {last}.");
    }

    private static HttpClient Client(ProxyPath path) =>
        new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Streams }) { BaseAddress = path.Address, Timeout = TimeSpan.FromMinutes(2) };
}
