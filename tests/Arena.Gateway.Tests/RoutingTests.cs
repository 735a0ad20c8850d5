using System.Net;

namespace Arena.Gateway.Tests;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/", "web /")]
    [InlineData("/battle/x", "web /battle/x")]
    [InlineData("/api/arena/start_battle", "web /api/arena/start_battle")]
    [InlineData("/api/leaderboard", "ratings /api/leaderboard")]
    [InlineData("/api/analytics/routing", "ratings /api/analytics/routing")]
    [InlineData("/api/export/dpo", "ratings /api/export/dpo")]
    [InlineData("/api/models", "inference /api/models")]
    [InlineData("/api/nodes", "inference /api/nodes")]
    [InlineData("/v1/chat/completions", "inference /v1/chat/completions")]
    public async Task Each_path_goes_to_the_service_that_owns_it(string path, string answer)
    {
        await using var web = await Upstream.NamedAsync("web");
        await using var ratings = await Upstream.NamedAsync("ratings");
        await using var inference = await Upstream.NamedAsync("inference");
        await using var gateway = new GatewayHost(("web", [web.Url]), ("ratings", [ratings.Url]), ("inference", [inference.Url]));
        using var client = gateway.CreateClient();

        Assert.Equal(answer, await client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/admin")]
    [InlineData("/api/admin/ratings/recompute")]
    [InlineData("/API/Admin/nodes/gpu-node/swap")]
    [InlineData("/api/models/../admin/nodes")]
    public async Task Admin_endpoints_have_no_public_door(string path)
    {
        await using var web = await Upstream.NamedAsync("web");
        await using var inference = await Upstream.NamedAsync("inference");
        await using var gateway = new GatewayHost(("web", [web.Url]), ("inference", [inference.Url]));
        using var client = gateway.CreateClient();

        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Every_replica_of_a_service_is_used()
    {
        await using var first = await Upstream.NamedAsync("first");
        await using var second = await Upstream.NamedAsync("second");
        await using var gateway = new GatewayHost(("web", [first.Url, second.Url]));
        using var client = gateway.CreateClient();

        var answers = new HashSet<string>();
        for (var i = 0; i < 64; i++)
        {
            answers.Add(await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        }

        Assert.Equal(["first /", "second /"], answers.Order());
    }

    [Fact]
    public async Task The_probe_of_the_gateway_is_its_own()
    {
        await using var gateway = new GatewayHost();
        using var client = gateway.CreateClient();

        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
