using System.Text.Json;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>Two simulated models that write a fixed text, stop in the middle while they are held, and break off when told to.</summary>
internal sealed class FakeInference(ModelSwitch models) : Inference.InferenceBase
{
    public static readonly Model Aurora = Simulated("sim-aurora", "Aurora (simulated)");
    public static readonly Model Basalt = Simulated("sim-basalt", "Basalt (simulated)");

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListModelsResponse { Models = { Aurora, Basalt } });

    public override async Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context)
    {
        var model = request.ModelId == Aurora.Id ? Aurora : Basalt;
        if (request.Tools.Count > 0 && request.Messages[^1].Role is Role.User && request.Messages[^1].Content.StartsWith("Calculate ", StringComparison.Ordinal))
        {
            var expression = JsonSerializer.Serialize(request.Messages[^1].Content["Calculate ".Length..]);
            await responseStream.WriteAsync(new() { ToolCall = new() { Id = "call_1", Name = "calculate", ArgumentsJson = $$"""{"expression":{{expression}}}""" } }, context.CancellationToken);
            await responseStream.WriteAsync(new() { Completed = Complete(model, words: 1) }, context.CancellationToken);
            return;
        }

        var words = (request.Messages[^1].Role is Role.Tool ? $"The answer is **{request.Messages[^1].Content}** for you." : Texts.Of(model)).Split(' ');
        foreach (var (index, word) in words.Index())
        {
            if (index == words.Length / 2)
            {
                await models.WaitWhileHeldAsync(context.CancellationToken);
            }

            if (models.Broken && index > words.Length / 3)
            {
                await responseStream.WriteAsync(new() { Failed = new() { Kind = FailureKind.BrokenStream, AfterFirstToken = true } }, context.CancellationToken);
                return;
            }

            await responseStream.WriteAsync(new() { Text = index == 0 ? word : $" {word}" }, context.CancellationToken);
        }

        await responseStream.WriteAsync(new() { Completed = Complete(model, words.Length) }, context.CancellationToken);
    }

    private static Completed Complete(Model model, int words) => new()
    {
        FinishReason = FinishReason.Stop,
        Source = new()
        {
            ServedModelId = model.Id,
            DeploymentId = $"gpu-node/{model.Id}",
            Node = "gpu-node",
            UpstreamModel = model.Id,
            Attempts = 1,
        },
        Usage = new() { InputTokens = 8, OutputTokens = words },
        Timing = new() { TimeToFirstTokenSeconds = 0.21, DurationSeconds = 1.9 },
    };

    private static Model Simulated(string id, string name) =>
        new() { Id = id, DisplayName = name, Family = id, Simulated = true, Available = true };
}
