using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>The simulator calls tools as each protocol has them, and each driver reads them.</summary>
public sealed class SimulatedToolTests
{
    private const string Question = "What is the weather in Berlin for 3 days?";

    private static readonly Tool[] Offered =
    [
        new() { Name = "send_mail", Description = "Sends a message to somebody.", ParametersJson = """{"type":"object","properties":{"to":{"type":"string"}}}""" },
        new()
        {
            Name = "get_weather",
            Description = "The forecast for a place.",
            ParametersJson = """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}""",
        },
    ];

    public static TheoryData<string, string> Wires => new()
    {
        { "vllm", "vllm" }, { "ollama", "ollama" }, { "providers", "openai" }, { "providers", "anthropic" }, { "providers", "gemini" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_question_that_a_tool_fits_is_answered_with_a_call_and_its_result_with_text(string protocol, string driver)
    {
        await using var node = new SimulatedNode(protocol);
        await using var host = await InferenceHost.StartAsync(Settings(driver, node.Url), new ManualTimeProvider());

        var asked = await host.GenerateAsync(new(InferenceHost.Ask("sim-aurora", Question)) { Tools = { Offered } }, Token);
        var call = Assert.Single(asked.ToolCalls);
        var answered = await host.GenerateAsync(
            new(InferenceHost.Ask("sim-aurora", Question))
            {
                Tools = { Offered },
                Messages =
                {
                    new ChatMessage { Role = Role.Assistant, ToolCalls = { call } },
                    new ChatMessage { Role = Role.Tool, ToolCallId = call.Id, Content = "sunny, 21 °C" },
                },
            },
            Token);
        var plain = await host.GenerateAsync(new(InferenceHost.Ask("sim-aurora")) { Tools = { Offered } }, Token);

        Assert.Equal(("", FinishReason.ToolCalls), (asked.Text, asked.Completed?.FinishReason));
        Assert.Equal(("get_weather", """{"city":"Berlin","days":3}"""), (call.Name, call.ArgumentsJson));
        Assert.Equal(("The answer is **sunny, 21 °C**.", FinishReason.Stop, 0), (answered.Text, answered.Completed?.FinishReason, answered.ToolCalls.Length));
        Assert.Equal((FinishReason.Stop, 0), (plain.Completed?.FinishReason, plain.ToolCalls.Length));
        Assert.Contains("Paris", plain.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_whose_stream_is_cut_is_a_failure_and_never_arrives()
    {
        await using var node = new SimulatedNode("vllm");
        await using var host = await InferenceHost.StartAsync(Settings("vllm", node.Url), new ManualTimeProvider());
        await node.FailAsync("cut", Token);

        var asked = await host.GenerateAsync(new(InferenceHost.Ask("sim-aurora", Question)) { Tools = { Offered } }, Token);

        Assert.NotNull(asked.Failed);
        Assert.Empty(asked.ToolCalls);
    }

    private static Dictionary<string, string> Settings(string driver, string url) => new()
    {
        ["Inference:Nodes:n:Driver"] = driver,
        ["Inference:Nodes:n:Url"] = url,
        ["Inference:Nodes:n:ApiKey"] = driver is "vllm" or "ollama" ? "" : "a key",
        ["Inference:Nodes:n:Models:0"] = "sim-aurora",
    };
}
