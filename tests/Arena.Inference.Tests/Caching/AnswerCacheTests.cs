using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests.Caching;

/// <summary>When an answer is given again, and how that is told.</summary>
public sealed class AnswerCacheTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_equal_request_gets_the_same_answer_marked_for_nothing_and_no_node_is_asked()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Reasoning("Hm."), FakeVllm.Text("Par"), FakeVllm.Text("is."), FakeVllm.Finish("stop"), FakeVllm.Usage(18, 3), FakeVllm.Done);
        await using var host = await StartAsync(node);

        var first = await host.GenerateAsync(Ask(), Token);
        var second = await host.GenerateAsync(Ask(), Token);

        Assert.Equal((first.Text, first.Reasoning, first.Completed?.FinishReason), (second.Text, second.Reasoning, second.Completed?.FinishReason));
        Assert.Equal((false, 0.00027), (first.Completed!.Source.Cached, first.Completed.Usage.Cost));
        Assert.Equal((true, 0, 18, 3), (second.Completed!.Source.Cached, second.Completed.Usage.Cost, second.Completed.Usage.InputTokens, second.Completed.Usage.OutputTokens));
        Assert.Single(node.Requests);
    }

    public static TheoryData<string, GenerateRequest> NotEqual => new()
    {
        { "another prompt", Ask(prompt: "Hi") },
        { "another seed", Ask(change: request => request.Settings.Seed = 2) },
        { "another limit", Ask(change: request => request.Settings.MaxTokens = 9) },
        { "a system message", Ask(change: request => request.Messages.Insert(0, new() { Role = Contracts.Inference.Role.System, Content = "Be brief." })) },
        { "a tool", Ask(change: request => request.Tools.Add(new Tool { Name = "f" })) },
        { "a temperature above 0", Ask(change: request => request.Settings.Temperature = 0.1) },
        { "an unknown temperature", Ask(change: request => request.Settings.ClearTemperature()) },
        { "it takes no kept answer", Ask(change: request => request.Cache = CacheUse.Never) },
    };

    [Fact]
    public async Task Another_request_reaches_the_model()
    {
        await using var node = new FakeVllm("m");
        node.AnswersWith("Paris.");
        await using var host = await StartAsync(node);
        await host.GenerateAsync(Ask(), Token);

        foreach (var (what, request) in NotEqual.Select(row => row.Data))
        {
            Assert.Equal((what, false), (what, (await host.GenerateAsync(request, Token)).Completed?.Source.Cached));
        }

        Assert.Equal(NotEqual.Count + 1, node.Requests.Count);
    }

    [Fact]
    public async Task A_request_may_take_a_kept_answer_even_where_chance_plays_a_part()
    {
        await using var node = new FakeVllm("m");
        node.AnswersWith("Paris.");
        await using var host = await StartAsync(node);
        var request = Ask(change: request => (request.Settings.Temperature, request.Cache) = (1, CacheUse.Always));

        await host.GenerateAsync(request, Token);

        Assert.True((await host.GenerateAsync(request, Token)).Completed?.Source.Cached);
    }

    [Theory]
    [InlineData("Inference:Cache:Enabled", "false")]
    [InlineData("Inference:Cache:MaxAnswerCharacters", "5")]
    [InlineData("Inference:Cache:MaxCharacters", "5")]
    public async Task It_can_be_switched_off_and_limited(string key, string value)
    {
        await using var node = new FakeVllm("m");
        node.AnswersWith("Paris.");
        await using var host = await StartAsync(node, (key, value));
        await host.GenerateAsync(Ask(), Token);

        Assert.False((await host.GenerateAsync(Ask(), Token)).Completed?.Source.Cached);
    }

    [Fact]
    public async Task An_answer_is_kept_for_its_time()
    {
        var time = new ManualTimeProvider();
        await using var node = new FakeVllm("m");
        node.AnswersWith("Paris.");
        await using var host = await InferenceHost.StartAsync(Prices, time, ("node", node));
        await host.GenerateAsync(Ask(), Token);

        time.Advance(TimeSpan.FromMinutes(61));

        Assert.False((await host.GenerateAsync(Ask(), Token)).Completed?.Source.Cached);
    }

    [Fact]
    public async Task An_incomplete_or_refused_answer_is_never_kept()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Text("Par"), FakeVllm.Done);
        node.Answers(FakeVllm.Text("Par"), FakeVllm.Finish("content_filter"));
        node.AnswersWith("Paris.");
        await using var host = await StartAsync(node);

        Assert.NotNull((await host.GenerateAsync(Ask(), Token)).Failed);
        Assert.Equal(FinishReason.Filtered, (await host.GenerateAsync(Ask(), Token)).Completed?.FinishReason);
        var third = await host.GenerateAsync(Ask(), Token);

        Assert.Equal(("Paris.", false), (third.Text, third.Completed?.Source.Cached));
    }

    [Fact]
    public async Task Equal_requests_at_one_time_share_one_answer_and_outlive_the_one_that_asked_first()
    {
        await using var node = new FakeVllm("m");
        var goOn = new TaskCompletionSource();
        node.Answers(FakeVllm.Text("Par"), Step.WaitFor(goOn.Task), FakeVllm.Text("is."), FakeVllm.Finish("stop"), FakeVllm.Usage(18, 3), FakeVllm.Done);
        await using var host = await StartAsync(node);
        using var leader = host.Client.Generate(Ask(), cancellationToken: Token);
        await leader.ResponseStream.MoveNext(Token);
        using var follower = host.Client.Generate(Ask(), cancellationToken: Token);
        await follower.ResponseStream.MoveNext(Token); // who answers
        await follower.ResponseStream.MoveNext(Token);
        var beginning = follower.ResponseStream.Current.Text;

        leader.Dispose();
        goOn.SetResult();
        var rest = await Outcome.ReadAsync(follower.ResponseStream, () => { }, Token);

        Assert.Equal(("Paris.", true, 0), (beginning + rest.Text, rest.Completed?.Source.Cached, rest.Completed?.Usage.Cost));
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task When_the_last_of_them_leaves_the_upstream_is_free()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Text("Par"), Step.Hang);
        await using var host = await StartAsync(node);
        using var call = host.Client.Generate(Ask(), cancellationToken: Token);
        await call.ResponseStream.MoveNext(Token);

        call.Dispose();

        await node.Aborted.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static Dictionary<string, string> Prices => new()
    {
        ["Inference:Models:m:Price:Input"] = "10",
        ["Inference:Models:m:Price:Output"] = "30",
    };

    private static GenerateRequest Ask(string prompt = "What is the capital of France?", Action<GenerateRequest>? change = null)
    {
        var request = InferenceHost.Ask("m", prompt);
        request.Settings = new() { Temperature = 0, Seed = 1, MaxTokens = 10 };
        request.Cache = CacheUse.Deterministic;
        change?.Invoke(request);
        return request;
    }

    private static Task<InferenceHost> StartAsync(FakeNode node, params (string Key, string Value)[] settings)
    {
        var all = Prices;
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return InferenceHost.StartAsync(all, new ManualTimeProvider(), ("node", node));
    }
}
