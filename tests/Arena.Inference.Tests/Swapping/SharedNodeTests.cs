using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Inference.Tests.Swapping;

/// <summary>Five models on a node that holds one, over the simulator's wire.</summary>
public sealed partial class SharedNodeTests
{
    private static readonly string[] Models = ["sim-aurora", "sim-basalt", "sim-cobalt", "sim-dune", "sim-ember"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task All_models_answer_from_a_node_that_holds_one_of_them(int sleepLevel)
    {
        await using var node = await SharedNode.StartAsync(settings: new() { ["Inference:Nodes:gpu-node:Swap:SleepLevel"] = $"{sleepLevel}" });

        var outcomes = await Task.WhenAll(Models.Concat(Models).Concat(Models).Select(model => node.Host.AskAsync(model, Token)));

        Assert.All(outcomes, outcome => Assert.Equal((FinishReason.Stop, "gpu-node", 1), (outcome.Completed?.FinishReason, outcome.Completed?.Source.Node, outcome.Completed?.Source.Attempts)));
        Assert.All(outcomes, outcome => Assert.DoesNotContain("!!!", outcome.Text, StringComparison.Ordinal));
        Assert.Contains(outcomes, outcome => outcome.Preparing.Any(preparing => preparing.State is PreparingState.Loading));
        var memory = (await node.ShowAsync("gpu-node", Token)).GetProperty("memory");
        Assert.InRange(memory.GetProperty("used_vram_mib").GetInt32(), 1, 24576);
        Assert.InRange(memory.GetProperty("loads").GetProperty("request").GetInt32(), 4, 15);
    }

    [Fact]
    public async Task The_models_that_need_no_load_are_told()
    {
        await using var node = await SharedNode.StartAsync();
        await node.Host.AskAsync("sim-basalt", Token);

        var loaded = await node.Host.ModelAsync("sim-basalt", model => model.Loaded, Token);
        var models = (await node.Host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;

        Assert.True(loaded.Available);
        Assert.Equal((true, false), (models.Single(model => model.Id == "sim-aurora").Available, models.Single(model => model.Id == "sim-aurora").Loaded));
    }

    [Fact]
    public async Task Weights_that_somebody_else_dropped_are_read_anew_before_anybody_is_answered()
    {
        await using var node = await SharedNode.StartAsync();
        await node.Gpu.PostAsync("/engines/sim-ember/sleep?level=2", Token); // a wake from level 1 makes garbage of it

        var outcome = await node.Host.AskAsync("sim-ember", Token);

        Assert.Equal("gpu-node", outcome.Completed?.Source.Node);
        Assert.StartsWith("The capital of France is ", outcome.Text, StringComparison.Ordinal); // this model is often wrong, but speaks
    }

    [Fact]
    public async Task Garbage_that_cannot_be_repaired_is_a_failed_load_and_three_are_a_quarantine()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true);
        await node.Host.AskAsync("sim-aurora", Token);
        await node.Gpu.FailAsync("garbage", Token);

        var outcomes = new List<Outcome>();
        var reason = "";
        while (!reason.StartsWith("3 load(s) in a row failed", StringComparison.Ordinal))
        {
            outcomes.Add(await node.Host.AskAsync("sim-ember", Token));
            reason = (await node.Host.ModelAsync("sim-ember", Token)).Deployments[0].Reason;
        }

        Assert.All(outcomes, outcome => Assert.Equal(("ollama", 1), (outcome.Completed?.Source.Node, outcome.Completed?.Source.Attempts)));
        Assert.EndsWith("loaded, but garbage in the place of an answer", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_halves_of_a_group_are_answered_and_neither_pushes_the_other_out()
    {
        await using var node = await SharedNode.StartAsync();
        string[] pair = ["sim-basalt", "sim-ember"]; // they fit beside each other, but not beside aurora, which is there

        var outcomes = await Task.WhenAll(pair.Select(model =>
        {
            var request = InferenceHost.Ask(model);
            request.Group = new() { Id = "g", ModelIds = { pair } };
            return node.Host.GenerateAsync(request, Token);
        }));

        Assert.All(outcomes, outcome => Assert.Equal("gpu-node", outcome.Completed?.Source.Node));
        Assert.Equal(["loaded sim-basalt", "loaded sim-ember"], Loaded(await node.ShowAsync("gpu-node", Token)));
    }

    [Fact]
    public async Task An_Ollama_node_is_shared_the_same_way()
    {
        await using var ollama = new SimulatedNode("ollama");
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Nodes:ollama:Driver"] = "ollama",
                ["Inference:Nodes:ollama:Url"] = ollama.Url,
                ["Inference:Nodes:ollama:Swap:MaxLoaded"] = "1",
                ["Inference:Nodes:ollama:Swap:MinResidence"] = "00:00:00",
            },
            TimeProvider.System);
        await host.ModelAsync("sim-aurora", model => model.Available, Token);

        var outcomes = await Task.WhenAll(Models.Concat(Models).Select(model => host.AskAsync(model, Token)));

        Assert.All(outcomes, outcome => Assert.Equal((FinishReason.Stop, "ollama"), (outcome.Completed?.FinishReason, outcome.Completed?.Source.Node)));
        using var client = new HttpClient();
        var running = JsonDocument.Parse(await client.GetStringAsync($"{ollama.Url}/api/ps", Token)).RootElement.GetProperty("models");
        Assert.Equal(1, running.GetArrayLength());
    }

    [Fact]
    public async Task Who_leaves_the_queue_is_not_loaded_for()
    {
        await using var node = await SharedNode.StartAsync();
        using var busy = await node.OccupyAsync("sim-aurora", Token);
        using var leave = new CancellationTokenSource();
        using var waiting = node.Host.Client.Generate(InferenceHost.Ask("sim-ember"), cancellationToken: leave.Token);
        await waiting.ResponseStream.MoveNext(Token);
        Assert.Equal(PreparingState.Queued, waiting.ResponseStream.Current.Preparing.State);

        await leave.CancelAsync();
        while ((await node.ShowAsync("gpu-node", Token)).GetProperty("memory").GetProperty("queue").GetInt32() > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        Assert.Equal(["loaded sim-aurora"], Loaded(await node.ShowAsync("gpu-node", Token)));
    }

    [Fact]
    public async Task What_a_stranger_can_get_is_the_same_whichever_pair_is_being_answered()
    {
        await using var node = await SharedNode.StartAsync();

        var first = await SeenDuringAsync(node, "sim-basalt", "sim-dune");
        var second = await SeenDuringAsync(node, "sim-cobalt", "sim-ember");

        Assert.NotEqual(first.Loaded, second.Loaded); // an operator does see it
        Assert.Contains(first.Seen, answer => answer.StartsWith("/api/nodes ", StringComparison.Ordinal));
        Assert.Equal(first.Seen, second.Seen);
    }

    /// <summary>Every answer that needs no key, while the two models answer; without the times of the last probes.</summary>
    private static async Task<(string[] Seen, string[] Loaded)> SeenDuringAsync(SharedNode node, string one, string other)
    {
        await node.Host.AskAsync(one, Token); // both fit into the memory together
        await node.Host.AskAsync(other, Token);
        using var left = await node.OccupyAsync(one, Token);
        using var right = await node.OccupyAsync(other, Token);
        using var stranger = node.Host.CreateClient();
        var paths = node.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) is true && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            .SelectMany(endpoint => Models.Select(model => $"/{endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{**id}", model, StringComparison.Ordinal)}"))
            .Distinct().Order(StringComparer.Ordinal);
        List<string> seen = [];
        foreach (var path in paths)
        {
            using var response = await stranger.GetAsync(new Uri(path, UriKind.Relative), Token);
            seen.Add($"{path} {response.StatusCode} {Times().Replace(await response.Content.ReadAsStringAsync(Token), "")}");
        }

        return ([.. seen], [.. Loaded(await node.ShowAsync("gpu-node", Token))]);
    }

    [GeneratedRegex("\"(probed_at|models_as_of)\":\"[^\"]+\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times();

    private static IEnumerable<string> Loaded(JsonElement node) => node.GetProperty("memory").GetProperty("loaded").EnumerateArray()
        .Select(model => $"{model.GetProperty("phase").GetString()} {model.GetProperty("model").GetString()}");
}
