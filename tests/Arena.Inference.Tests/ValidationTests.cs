using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Tests;

/// <summary>What is refused before anyone is asked.</summary>
public sealed class ValidationTests
{
    public static TheoryData<string, StatusCode, GenerateRequest> Refused => new()
    {
        { "an unknown model", StatusCode.NotFound, InferenceHost.Ask("nope") },
        { "an empty model id", StatusCode.NotFound, InferenceHost.Ask("") },
        { "no messages", StatusCode.InvalidArgument, new() { ModelId = "m" } },
        { "a blank prompt", StatusCode.InvalidArgument, InferenceHost.Ask("m", " \n\t") },
        { "no role", StatusCode.InvalidArgument, new() { ModelId = "m", Messages = { new ChatMessage { Content = "Hi" } } } },
        { "an answer as the last message", StatusCode.InvalidArgument, new() { ModelId = "m", Messages = { new ChatMessage { Role = Role.Assistant, Content = "Hi" } } } },
        { "no tokens", StatusCode.InvalidArgument, With(new() { MaxTokens = 0 }) },
        { "too many tokens", StatusCode.InvalidArgument, With(new() { MaxTokens = 32_769 }) },
        { "a negative temperature", StatusCode.InvalidArgument, With(new() { Temperature = -0.1 }) },
        { "too high a temperature", StatusCode.InvalidArgument, With(new() { Temperature = 2.1 }) },
        { "a temperature that is no number", StatusCode.InvalidArgument, With(new() { Temperature = double.NaN }) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_request_is_refused_with_its_status(string what, StatusCode status, GenerateRequest request)
    {
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));

        var exception = await Assert.ThrowsAsync<RpcException>(() => host.GenerateAsync(request, Token));

        Assert.Equal((what, status), (what, exception.StatusCode));
        Assert.Empty(node.Requests);
    }

    [Theory]
    [InlineData("Inference:Nodes:a:Driver", "carrier-pigeon", "Node 'a' has the driver 'carrier-pigeon'. Known: vllm, ollama, openai-swap, openai, mistral, groq, anthropic, gemini, vertex.")]
    [InlineData("Inference:Nodes:a:Url", "/relative", "Node 'a' has the url '/relative'. It must be an absolute http or https address.")]
    [InlineData("Inference:Models:m:Deployments:0:Node", "b", "Model 'm' has a deployment on node 'b'. Known: a.")]
    [InlineData("Inference:Models:m:Settings:Temperature", "3", "Model 'm' has the temperature 3. It must be 0 to 2.")]
    [InlineData("Inference:MaxAttempts", "0", "MaxAttempts")]
    [InlineData("Inference:Timeouts:Idle", "00:00:00", "Idle")]
    public async Task A_configuration_that_makes_no_sense_stops_the_start_and_says_why(string key, string value, string reason)
    {
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Models:m:Deployments:0:Model"] = "m", ["Inference:Models:m:Deployments:0:Node"] = "a", [key] = value },
            new ManualTimeProvider(), ("a", node));

        var exception = Assert.Throws<OptionsValidationException>(() => host.Services);

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_upstream_model_cannot_be_two_models_of_the_arena()
    {
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Models:x:Deployments:0:Model"] = "m",
                ["Inference:Models:x:Deployments:0:Node"] = "a",
                ["Inference:Models:y:Deployments:0:Model"] = "m",
                ["Inference:Models:y:Deployments:0:Node"] = "a",
            },
            new ManualTimeProvider(), ("a", node));

        var exception = Assert.Throws<OptionsValidationException>(() => host.Services);

        Assert.Equal(
            "'m' on node 'a' is given to more than one model (x, y). Say in ServedModelId which of them it really is.",
            Assert.Single(exception.Failures));
    }

    private static GenerateRequest With(GenerationSettings settings)
    {
        var request = InferenceHost.Ask("m");
        request.Settings = settings;
        return request;
    }
}
