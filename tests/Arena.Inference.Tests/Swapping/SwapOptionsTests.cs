using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Tests.Swapping;

/// <summary>What is said of a node whose configuration cannot work.</summary>
public sealed class SwapOptionsTests
{
    private static readonly (NodeOptions Node, string Reason)[] Wrong =
    [
        (new() { Driver = "openai", Swap = new() { MaxLoaded = 1 } }, "its driver 'openai' cannot load models"),
        (new() { Driver = "vllm", Swap = new() { MaxLoaded = 1, Eviction = "best" } }, "the eviction policy 'best'. Known: fifo, gdsf, lru."),
        (new() { Driver = "vllm", Swap = new() { MaxLoaded = 1, MinResidence = TimeSpan.FromSeconds(9), MaxWait = TimeSpan.FromSeconds(5) } }, "longer than the wait after which it must give way"),
        (new() { Driver = "vllm", Swap = new() { MaxLoaded = 1, EngineUrl = "engines/{model}" } }, "It must be an absolute address"),
        (new() { Driver = "vllm", Swap = new() { VramMib = 10, Models = [new() { Model = "m", VramMib = 11 }] } }, "'m' takes 11 MiB, more than node 'n' has (10)."),
        (new() { Driver = "vllm", Swap = new() { VramMib = 10, Models = [new() { Model = "m" }, new() { Model = "m" }] } }, "'m' is named more than once"),
        (new() { Driver = "vllm", Swap = new() { VramMib = -1 } }, "VramMib must be between 0 and"),
    ];

    [Fact]
    public void A_configuration_that_cannot_work_is_refused_with_the_reason() => Assert.All(Wrong, wrong =>
    {
        var errors = new ValidateOptionsResultBuilder();

        SwapOptionsRules.Check("n", wrong.Node, errors);

        Assert.Contains(wrong.Reason, errors.Build().FailureMessage, StringComparison.Ordinal);
    });
}
