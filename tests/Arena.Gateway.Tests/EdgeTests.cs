using System.Net.Http.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Arena.Gateway.Tests;

public sealed class EdgeTests
{
    [Fact]
    public async Task A_client_cannot_choose_the_trace_that_a_battle_is_recorded_under()
    {
        const string chosen = "00-11111111111111111111111111111111-2222222222222222-01";
        await using var web = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["traceparent"] = context.Request.Headers.TraceParent.ToString(),
            ["tracestate"] = context.Request.Headers.TraceState.ToString(),
            ["baggage"] = context.Request.Headers.Baggage.ToString(),
        }, context.RequestAborted));
        await using var gateway = new GatewayHost(("web", [web.Url]));
        using var client = gateway.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Add("traceparent", chosen);
        request.Headers.Add("tracestate", "a=b");
        request.Headers.Add("baggage", "model=secret");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var seen = await response.Content.ReadFromJsonAsync<Dictionary<string, string>>(TestContext.Current.CancellationToken);

        Assert.NotNull(seen);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", seen["traceparent"]);
        Assert.DoesNotContain("1111111111", seen["traceparent"], StringComparison.Ordinal);
        Assert.Equal(("", ""), (seen["tracestate"], seen["baggage"]));
        Assert.DoesNotContain(response.Headers, header => header.Key.Contains("trace", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stream_passes_event_by_event()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var gate = Channel.CreateUnbounded<string>();
        await using var web = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await foreach (var text in gate.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {text}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });
        await using var gateway = new GatewayHost(("web", [web.Url]));
        using var client = gateway.CreateClient();

        await gate.Writer.WriteAsync("one", cancellationToken);
        using var response = await client.GetAsync(
            new Uri("/api/arena/battles/x/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));

        // The second event is written only after the first was read here: a buffering proxy would hang.
        Assert.Equal("data: one", await reader.ReadLineAsync(cancellationToken));
        await reader.ReadLineAsync(cancellationToken);
        await gate.Writer.WriteAsync("two", cancellationToken);
        Assert.Equal("data: two", await reader.ReadLineAsync(cancellationToken));
        gate.Writer.Complete();
    }

    [Fact]
    public async Task A_client_that_leaves_is_gone_for_the_service_too()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var web = await Upstream.StartAsync(async context =>
        {
            // The proxy passes the headers on with the first byte of the body.
            await context.Response.WriteAsync(": open\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            arrived.SetResult();
            context.RequestAborted.Register(left.SetResult);
            await left.Task;
        });
        await using var gateway = new GatewayHost(("web", [web.Url]));
        using var client = gateway.CreateClient();

        using (await client.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken))
        {
            await arrived.Task.WaitAsync(cancellationToken);
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        Assert.True(left.Task.IsCompletedSuccessfully);
    }
}
