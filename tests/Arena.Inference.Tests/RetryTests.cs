using Arena.Contracts.Inference;
using Arena.Inference.Answers;
using Arena.Inference.Configuration;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Tests;

/// <summary>How often, how soon and where a request is tried again.</summary>
public sealed class RetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Ten_answers_pay_for_one_retry_and_the_bucket_has_a_rim()
    {
        var budget = new RetryBudget(Options.Create(new InferenceOptions { RetryBudget = new() { Ratio = 0.1, Burst = 2 } }));
        int Take()
        {
            var taken = 0;
            while (budget.TryWithdraw())
            {
                taken++;
            }

            return taken;
        }

        void Deposit(int answers)
        {
            for (var i = 0; i < answers; i++)
            {
                budget.Deposit();
            }
        }

        var burst = Take();
        Deposit(9);
        var nine = Take();
        Deposit(1);
        var ten = Take();
        Deposit(1000);
        var thousand = Take();

        Assert.Equal([2, 0, 1, 2], [burst, nine, ten, thousand]);
    }

    [Fact]
    public async Task Without_budget_there_is_no_second_attempt()
    {
        await using var pair = await Pair.StartAsync(settings: new() { ["Inference:RetryBudget:Burst"] = "1", ["Inference:RetryBudget:Ratio"] = "0" });
        pair.Vllm.Refuses(500, "");
        pair.Ollama.AnswersWith("from Ollama");
        var first = await pair.Host.AskAsync("m", Token);
        await using var other = await Pair.StartAsync(settings: new() { ["Inference:RetryBudget:Burst"] = "0" });
        other.Vllm.Refuses(500, "");

        var second = await other.Host.AskAsync("m", Token);

        Assert.Equal("from Ollama", first.Text);
        Assert.Equal(("", null, FailureKind.Unreachable, false), second.Verdict);
        Assert.Empty(other.Ollama.Requests);
    }

    [Fact]
    public async Task An_upstream_that_asks_to_be_left_alone_is_left_alone_for_as_long_as_it_said()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time, Pair.ProbedOnce);
        pair.Vllm.Answers(Step.Refuse(429, ("Retry-After", "30")));
        pair.Vllm.AnswersWith("from vLLM");
        pair.Ollama.AnswersWith("from Ollama");
        List<string> nodes = [];
        async Task AskAsync() => nodes.Add((await pair.Host.AskAsync("m", Token)).Completed!.Source.Node);

        await AskAsync();
        time.Advance(TimeSpan.FromSeconds(29));
        var before = await pair.Host.ModelAsync("m", Token);
        await AskAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync();

        Assert.Equal("asked to be left alone: overloaded", before.Deployments[0].Reason);
        Assert.Equal(["ollama", "ollama", "gpu-node"], nodes);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_goes_to_a_larger_context_only_where_that_is_configured()
    {
        const string TooLong = """{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"BadRequestError","code":400}}""";
        await using var strict = await Pair.StartAsync();
        strict.Vllm.Refuses(400, TooLong);
        await using var lenient = await Pair.StartAsync(settings: new()
        {
            ["Inference:ContextOverflowFallsBack"] = "true",
            ["Inference:Models:m:Deployments:0:Node"] = "gpu-node",
            ["Inference:Models:m:Deployments:0:Model"] = "m",
            ["Inference:Models:m:Deployments:1:Node"] = "ollama",
            ["Inference:Models:m:Deployments:1:Model"] = "m",
            ["Inference:Models:m:Deployments:1:ContextLength"] = "32768",
        });
        lenient.Vllm.Refuses(400, TooLong);
        lenient.Ollama.AnswersWith("from Ollama");

        var refused = await strict.Host.AskAsync("m", Token);
        var answered = await lenient.Host.AskAsync("m", Token);

        Assert.Equal(("", null, FailureKind.Rejected, false), refused.Verdict);
        Assert.Equal(("from Ollama", 2), (answered.Text, answered.Completed?.Source.Attempts));
        Assert.Equal(DeploymentState.Ready, (await lenient.Host.ModelAsync("m", Token)).Deployments[0].State);
    }
}
