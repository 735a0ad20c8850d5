using System.Diagnostics;
using System.Net.Http.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Inference.Tests.Swapping;
using Grpc.Core;

namespace Arena.Inference.Tests;

/// <summary>A caller that leaves frees the upstream at once.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leaving_in_the_middle_of_an_answer_cancels_the_upstream_and_blames_nobody()
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.Answers(FakeVllm.Text("Hel"), Step.Hang);
        using var call = pair.Host.Client.Generate(InferenceHost.Ask("m"), cancellationToken: Token);
        await call.ResponseStream.MoveNext(Token); // who answers
        await call.ResponseStream.MoveNext(Token);

        call.Dispose();

        await pair.Vllm.Aborted.WaitAsync(Token);
        Assert.Equal("Hel", call.ResponseStream.Current.Text);
        Assert.Equal(DeploymentState.Ready, (await pair.Host.ModelAsync("m", Token)).Deployments[0].State);
        Assert.Empty(pair.Ollama.Requests);
    }

    [Fact]
    public async Task Leaving_before_the_first_token_cancels_the_upstream_and_does_not_fall_back()
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.Answers(Step.Freeze);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var answer = pair.Host.AskAsync("m", leave.Token);
        await pair.Vllm.Asked.WaitAsync(Token);

        await leave.CancelAsync();

        await pair.Vllm.Aborted.WaitAsync(Token);
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => answer);
        Assert.True(exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }, $"{exception}");
        Assert.Equal(DeploymentState.Ready, (await pair.Host.ModelAsync("m", Token)).Deployments[0].State);
        Assert.Empty(pair.Ollama.Requests);
    }

    /// <summary>The best of five: one of them may meet a busy machine, the promise is about the service.</summary>
    [Fact]
    public async Task The_upstream_is_free_within_a_tenth_of_a_second()
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5 && best >= Promised; run++)
        {
            await using var node = new FakeVllm("m");
            await using var host = await InferenceHost.StartAsync(("gpu-node", node));
            node.Answers(FakeVllm.Text("Hel"), Step.Hang);
            using var call = host.Client.Generate(InferenceHost.Ask("m"), cancellationToken: Token);
            await call.ResponseStream.MoveNext(Token);
            var left = Stopwatch.GetTimestamp();
            call.Dispose();
            await node.Aborted.WaitAsync(Token);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(left, node.AbortedAt).Ticks));
        }

        Assert.InRange(best, TimeSpan.Zero, Promised);
    }

    /// <summary>The same for who waits for a whole answer over <c>/v1</c>.</summary>
    [Fact]
    public async Task The_upstream_of_an_answer_that_is_not_streamed_is_free_within_a_tenth_of_a_second()
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5 && best >= Promised; run++)
        {
            await using var node = new FakeVllm("m");
            await using var host = await InferenceHost.StartAsync(("gpu-node", node));
            node.Answers(FakeVllm.Text("Hel"), Step.Hang);
            using var client = host.CreateClient();
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var answer = client.PostAsJsonAsync(
                new Uri("/v1/chat/completions", UriKind.Relative), new { model = "m", messages = new[] { new { role = "user", content = "Hi" } } }, leave.Token);
            await node.Asked.WaitAsync(Token);
            var left = Stopwatch.GetTimestamp();
            await leave.CancelAsync();
            await node.Aborted.WaitAsync(Token);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(left, node.AbortedAt).Ticks));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }

        Assert.InRange(best, TimeSpan.Zero, Promised);
    }

    /// <summary>Against the simulator, which counts what it runs. The best of five, as above.</summary>
    [Fact]
    public async Task The_slot_of_a_shared_node_is_free_within_a_tenth_of_a_second()
    {
        await using var node = await SharedNode.StartAsync();
        using var admin = new HttpClient();
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5 && best >= Promised; run++)
        {
            using var call = await node.OccupyAsync("sim-aurora", Token);
            Assert.Equal(1, await node.Gpu.RunningAsync(admin, Token));
            var left = Stopwatch.GetTimestamp();
            call.Dispose();
            while (await node.Gpu.RunningAsync(admin, Token) > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
            }

            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(left).Ticks));
        }

        Assert.InRange(best, TimeSpan.Zero, Promised);
    }
}
