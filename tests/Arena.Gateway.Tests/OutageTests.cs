using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Gateway.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task The_status_answers_200_while_only_the_gateway_lives()
    {
        await using var gateway = new GatewayHost(("web", [await DeadAddressAsync()]));
        using var client = gateway.CreateClient();

        using var response = await client.GetAsync(new Uri("/api/arena/status", UriKind.Relative), TestContext.Current.CancellationToken);
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"available":false,"total_models":0,"active_models":[],"active_battles":0,"backends":{"gateway":"healthy","web":"unavailable"}}""",
            status.GetRawText());
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_problem_that_says_when_to_come_back()
    {
        await using var gateway = new GatewayHost(("web", [await DeadAddressAsync()]));
        using var client = gateway.CreateClient();

        using var response = await client.GetAsync(new Uri("/api/arena/battles/x", UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal("urn:llm-arena:problem:service-unavailable", problem?.Type);
        Assert.True(problem!.Extensions.ContainsKey("traceId"));
    }

    [Fact]
    public async Task While_one_replica_lives_no_request_fails_and_each_arrives_once_and_whole()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var arrived = new ConcurrentQueue<string>();
        await using var web = await Upstream.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            arrived.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        });
        await using var gateway = new GatewayHost(("web", [await DeadAddressAsync(), web.Url]));
        using var client = gateway.CreateClient();

        var sent = Enumerable.Range(0, 32).Select(number => $"vote {number}").ToList();
        foreach (var body in sent)
        {
            using var content = new StringContent(body);
            using var response = await client.PostAsync(new Uri("/api/arena/vote", UriKind.Relative), content, cancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(sent, arrived);
    }

    [Fact]
    public async Task The_status_of_a_living_web_service_is_passed_on()
    {
        await using var web = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"available":true}""", context.RequestAborted));
        await using var gateway = new GatewayHost(("web", [web.Url]));
        using var client = gateway.CreateClient();

        Assert.Equal(
            """{"available":true}""",
            await client.GetStringAsync(new Uri("/api/arena/status", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    /// <summary>An address on which something listened a moment ago.</summary>
    private static async Task<string> DeadAddressAsync()
    {
        await using var upstream = await Upstream.NamedAsync("dead");
        return upstream.Url;
    }
}
