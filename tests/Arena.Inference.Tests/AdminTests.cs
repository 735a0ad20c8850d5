using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Arena.Inference.Tests.Swapping;
using Arena.ServiceDefaults.Problems;

namespace Arena.Inference.Tests;

/// <summary>What an operator can do to a node.</summary>
public sealed class AdminTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_key_nothing_is_done()
    {
        await using var node = await SharedNode.StartAsync();
        using var stranger = node.Host.CreateClient();

        foreach (var action in new[] { "swap", "warm", "drain", "undrain", "force-fallback", "restore", "pull" })
        {
            using var response = await stranger.PostAsJsonAsync($"/api/admin/nodes/gpu-node/{action}", new { model = "sim-ember" }, Token);
            Assert.Equal((HttpStatusCode.Unauthorized, ProblemTypes.AdminKeyRequired), (response.StatusCode, await TypeOfAsync(response)));
        }

        using var details = await stranger.GetAsync(new Uri("/api/admin/nodes/gpu-node", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, details.StatusCode);
    }

    [Theory]
    [InlineData("swap")]
    [InlineData("warm")]
    public async Task A_model_is_in_memory_when_the_call_answers_and_the_history_says_why(string action)
    {
        await using var node = await SharedNode.StartAsync();
        using var client = node.CreateOperator();

        using var response = await client.PostAsJsonAsync($"/api/admin/nodes/gpu-node/{action}", new { model = "sim-ember" }, Token);
        var shown = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        var details = await client.GetFromJsonAsync<JsonElement>("/api/admin/nodes/gpu-node", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var loaded = Assert.Single(shown.GetProperty("memory").GetProperty("loaded").EnumerateArray());
        Assert.Equal(("sim-ember", "loaded"), (loaded.GetProperty("model").GetString(), loaded.GetProperty("phase").GetString()));
        Assert.Equal(
            [("load", "sim-ember", "operator", ""), ("unload", "sim-aurora", "operator", "sim-ember")],
            details.GetProperty("history").EnumerateArray().Select(item => (
                item.GetProperty("kind").GetString(), item.GetProperty("model").GetString(), item.GetProperty("cause").GetString(), item.GetProperty("for").GetString())));
    }

    [Theory]
    [InlineData("nope", HttpStatusCode.NotFound, ProblemTypes.NodeNotFound)]
    [InlineData("gpu-node", HttpStatusCode.Conflict, ProblemTypes.NodeRefused)]
    public async Task What_is_not_there_is_not_loaded(string name, HttpStatusCode status, string type)
    {
        await using var node = await SharedNode.StartAsync();
        using var client = node.CreateOperator();

        using var response = await client.PostAsJsonAsync($"/api/admin/nodes/{name}/swap", new { model = "nope" }, Token);

        Assert.Equal((status, type), (response.StatusCode, await TypeOfAsync(response)));
    }

    [Fact]
    public async Task A_drain_answers_when_nothing_is_under_way_and_new_requests_go_elsewhere()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true);
        using var client = node.CreateOperator();
        using var running = await node.OccupyAsync("sim-aurora", Token);

        var drain = client.PostAsync(new Uri("/api/admin/nodes/gpu-node/drain", UriKind.Relative), content: null, Token);
        await node.Host.ModelAsync("sim-aurora", model => model.Deployments[0].Reason == "the node is being drained", Token);
        var meanwhile = await node.Host.AskAsync("sim-aurora", Token);
        Assert.False(drain.IsCompleted);
        running.Dispose();
        using var drained = await drain;
        using var undrained = await client.PostAsync(new Uri("/api/admin/nodes/gpu-node/undrain", UriKind.Relative), content: null, Token);
        var after = await node.Host.AskAsync("sim-aurora", Token);

        Assert.Equal("ollama", meanwhile.Completed?.Source.Node);
        Assert.Equal((HttpStatusCode.OK, "draining", 0), await RoutingAsync(drained));
        Assert.Equal((HttpStatusCode.OK, "open", 0), await RoutingAsync(undrained));
        Assert.Equal("gpu-node", after.Completed?.Source.Node);
    }

    [Fact]
    public async Task A_drain_that_does_not_end_says_so_and_stays()
    {
        await using var node = await SharedNode.StartAsync(settings: new() { ["Inference:DrainTimeout"] = "00:00:00.100" });
        using var client = node.CreateOperator();
        using var running = await node.OccupyAsync("sim-aurora", Token);

        using var drained = await client.PostAsync(new Uri("/api/admin/nodes/gpu-node/drain", UriKind.Relative), content: null, Token);

        Assert.Equal((HttpStatusCode.Conflict, ProblemTypes.NodeRefused), (drained.StatusCode, await TypeOfAsync(drained)));
        Assert.Equal("draining", (await node.ShowAsync("gpu-node", Token)).GetProperty("routing").GetString());
    }

    [Fact]
    public async Task A_forced_fallback_holds_until_it_is_taken_back()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true);
        using var client = node.CreateOperator();
        List<string?> nodes = [];

        foreach (var action in new[] { "force-fallback", "restore" })
        {
            using var response = await client.PostAsync(new Uri($"/api/admin/nodes/gpu-node/{action}", UriKind.Relative), content: null, Token);
            nodes.Add((await node.Host.AskAsync("sim-aurora", Token)).Completed?.Source.Node);
        }

        Assert.Equal(["ollama", "gpu-node"], nodes);
    }

    [Fact]
    public async Task A_pull_tells_each_step_and_the_model_registers()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true);
        using var client = node.CreateOperator();
        using var ollama = new HttpClient { BaseAddress = new(node.Ollama!.Url) };
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/api/delete") { Content = JsonContent.Create(new { model = "sim-dune" }) };
        using var deleted = await ollama.SendAsync(delete, Token);
        await node.Host.ModelAsync("sim-dune", model => model.Deployments.All(deployment => deployment.Node != "ollama"), Token);

        using var pulled = await client.PostAsJsonAsync("/api/admin/nodes/ollama/pull", new { model = "sim-dune" }, Token);
        var steps = (await pulled.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        await node.Host.ModelAsync("sim-dune", model => model.Deployments.Any(deployment => deployment.Node == "ollama"), Token);
        using var unknown = await client.PostAsJsonAsync("/api/admin/nodes/ollama/pull", new { model = "nope" }, Token);
        using var wrong = await client.PostAsJsonAsync("/api/admin/nodes/gpu-node/pull", new { model = "sim-dune" }, Token);

        Assert.Equal(("pulling manifest", "success"), (steps[0].GetProperty("status").GetString(), steps[^1].GetProperty("status").GetString()));
        Assert.Contains(steps, step => step.TryGetProperty("completed", out var completed) && completed.GetInt64() > 0);
        Assert.EndsWith("\"error\":\"Error in the stream: pull model manifest: file does not exist\"}\n", await unknown.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
    }

    private static async Task<string?> TypeOfAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("type").GetString();

    private static async Task<(HttpStatusCode Status, string? Routing, int InFlight)> RoutingAsync(HttpResponseMessage response)
    {
        var node = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (response.StatusCode, node.GetProperty("routing").GetString(), node.GetProperty("in_flight").GetInt32());
    }
}
