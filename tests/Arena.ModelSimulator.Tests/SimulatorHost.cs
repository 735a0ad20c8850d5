using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.ModelSimulator.Tests;

/// <summary>One simulated node on a real port, with the default models and a manual clock that starts at 2026-01-01T00:00:00Z.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, ManualTimeProvider time)
    {
        (_app, Time) = (app, time);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public ManualTimeProvider Time { get; }

    public HttpClient Client { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Without <c>Simulator:TimeScale</c> every wait takes no time.</summary>
    public static async Task<SimulatorHost> StartAsync(string protocol, params (string Key, string Value)[] settings)
    {
        var time = new ManualTimeProvider();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection([new("Simulator:TimeScale", "0"), new("Simulator:Protocol", protocol), new("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0")]);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddServiceDefaults();
        builder.AddArenaModelSimulator();
        var app = builder.Build();
        app.UseArenaModelSimulator();
        app.MapDefaultEndpoints();
        await app.StartAsync(Cancelled);
        return new SimulatorHost(app, time);
    }

    public async Task<Reply> GetAsync(string path) => await ReadAsync(await Client.GetAsync(path, Cancelled));

    public async Task<Reply> SendAsync(HttpMethod method, string path, string json, params (string Name, string Value)[] headers) =>
        await ReadAsync(await StartAsync(method, path, json, headers));

    public Task<Reply> PostAsync(string path, string json = "") => SendAsync(HttpMethod.Post, path, json, ("X-Request-Id", "1"));

    /// <summary>The response as soon as its headers are there.</summary>
    public async Task<HttpResponseMessage> StartAsync(HttpMethod method, string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    public async Task<Reply> FaultAsync(string kind, string more = "") =>
        await SendAsync(HttpMethod.Put, "/admin/faults", $$"""{"model":"*","kind":"{{kind}}"{{more}}}""");

    public async Task<JsonNode> JsonAsync(string path) => JsonNode.Parse((await GetAsync(path)).Body)!;

    public async Task<int> VramUsedAsync() => (int)(await JsonAsync("/admin/node"))["vram_used_mib"]!;

    /// <summary>Asks until the node says that so many requests run; fails after half a minute.</summary>
    public Task RunningAsync(int count) => UntilAsync("running_requests", count);

    /// <summary>As <see cref="RunningAsync"/>, for requests that wait.</summary>
    public Task WaitingAsync(int count) => UntilAsync("waiting_requests", count);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task UntilAsync(string field, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var seen = -1;
        while ((seen = (int)(await JsonAsync("/admin/node"))[field]!) != count)
        {
            Assert.False(limit.IsCancellationRequested, $"{field} stays {seen}, {count} was expected.");
        }
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Reply(response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Cancelled), response.Headers.RetryAfter?.ToString());
        }
    }
}

internal sealed record Reply(HttpStatusCode Status, string? ContentType, string Body, string? RetryAfter)
{
    public JsonElement Json() => JsonDocument.Parse(Body).RootElement;
}
