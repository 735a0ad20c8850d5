using System.Collections.Concurrent;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Compare.Tests.Hosting;

/// <summary>Models that say what a test wants, with contexts and prices.</summary>
public sealed class PlayedModels : Inference.InferenceBase
{
    public const string Red = "model-red";
    public const string Green = "model-green";
    public const string Blue = "model-blue";
    public const string Paid = "model-paid";
    public const string Small = "model-small";
    public const string Broken = "model-broken";
    public const string Off = "model-off";

    /// <summary>Says who it is, whatever it is asked.</summary>
    public const string Vain = "model-vain";

    /// <summary>While it is held, no model says its last word.</summary>
    public SemaphoreSlim Held { get; } = new(1);

    public ConcurrentQueue<GenerateRequest> Requests { get; } = new();

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context) => Task.FromResult(new ListModelsResponse
    {
        Models = { new[] { Red, Green, Blue, Paid, Small, Broken, Off, Vain }.Select(Describe) },
    });

    public override async Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context)
    {
        Requests.Enqueue(request);
        await responseStream.WriteAsync(new() { Text = $"The answer of colour {Colour(request.ModelId)}" }, context.CancellationToken);
        await Held.WaitAsync(context.CancellationToken);
        Held.Release();
        if (request.ModelId == Broken)
        {
            await responseStream.WriteAsync(new() { Failed = new() { Kind = FailureKind.Unreachable, Cause = "server_error", Detail = "500" } }, context.CancellationToken);
            return;
        }

        await responseStream.WriteAsync(new() { Text = request.ModelId == Vain ? $" ends. I am {Vain}." : " ends." }, context.CancellationToken);
        var usage = new Usage { InputTokens = 10, OutputTokens = 20 };
        if (request.ModelId == Paid)
        {
            usage.Cost = 0.5;
        }

        await responseStream.WriteAsync(
            new()
            {
                Completed = new()
                {
                    FinishReason = FinishReason.Stop,
                    Source = new() { ServedModelId = request.ModelId, DeploymentId = $"node/{request.ModelId}" },
                    Usage = usage,
                    Timing = new() { TimeToFirstTokenSeconds = 0.25, DurationSeconds = 2 },
                },
            },
            context.CancellationToken);
    }

    /// <summary>A word that is not in the id: an answer may not tell its model by accident.</summary>
    private static int Colour(string id) => id.Length;

    private static Model Describe(string id) => new()
    {
        Id = id,
        DisplayName = $"Display {id}",
        Available = id != Off,
        // No blind battle about a long document draws the broken one.
        Capabilities = new() { ContextLength = id is Small or Broken ? 1500 : 32_000 },
        Price = id == Paid ? new() { Input = 3, Output = 15 } : null,
    };
}
