using Arena.Stack.Tests.Telemetry;

namespace Arena.Stack.Tests;

[Collection(OneStackForAll.Name)]
public sealed class TraceTests(StackFixture fixture)
{
    [Fact]
    public async Task One_battle_is_one_trace_from_the_gateway_to_the_ratings()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        using var client = fixture.Stack.CreateClient();

        var battleId = await client.StartAsync("Why is the sky blue?", limit.Token);
        await client.ReadAnswersAsync(battleId, limit.Token);
        await client.VoteAsync(battleId, "tie", limit.Token);

        var trace = await fixture.Collector.WaitForTraceAsync(
            spans => spans.Any(span => span.Attributes.GetValueOrDefault("arena.battle.id") == battleId)
                && ModelSpans(spans).Count() == 2
                && spans.Any(span => span.Name.EndsWith("SubmitVote", StringComparison.Ordinal) && span.Service == "ratings")
                && spans.Any(span => span.Service == "gateway")
                && !spans.Any(span => IsDangling(span, spans)),
            limit.Token);

        Assert.Equal(["gateway", "gpu-node", "inference", "ratings", "router", "web"], trace.Select(span => span.Service).Distinct().Order());
        Assert.All(ModelSpans(trace), span => Assert.Equal("inference", span.Service));
        Assert.All(ModelSpans(trace), span => Assert.Equal(
            ("chat", "vllm", "stop"),
            (span.Attributes["gen_ai.operation.name"], span.Attributes["gen_ai.provider.name"], span.Attributes["gen_ai.response.finish_reasons"])));
        Assert.Equal(2, ModelSpans(trace).Select(span => span.Attributes["gen_ai.request.model"]).Distinct().Count());
        Assert.All(ModelSpans(trace), span => Assert.True(int.Parse(span.Attributes["gen_ai.usage.output_tokens"]) > 0));

        Assert.Equal("gateway", Assert.Single(trace, span => span.ParentId.Length == 0).Service);
    }

    private static IEnumerable<CollectedSpan> ModelSpans(IEnumerable<CollectedSpan> trace) =>
        trace.Where(span => span.Attributes.ContainsKey("gen_ai.request.model"));

    /// <summary>Hangs below a span that is not there, or not yet: each process sends its own.</summary>
    private static bool IsDangling(CollectedSpan span, IReadOnlyList<CollectedSpan> trace) =>
        span.ParentId.Length > 0 && trace.All(other => other.SpanId != span.ParentId);
}
