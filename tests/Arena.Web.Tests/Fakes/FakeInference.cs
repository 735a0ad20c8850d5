using System.Collections.Concurrent;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Web.Tests.Fakes;

/// <summary>What a model does when it is asked: writes events, may wait, may break.</summary>
public delegate Task Behaviour(AnswerScript events, CancellationToken cancellationToken);

/// <summary>Answers as each test tells it to, also badly.</summary>
public sealed class FakeInference : Inference.InferenceBase
{
    private readonly ConcurrentDictionary<string, Behaviour> _behaviours = new();
    private int _calls;

    public RpcException? Fault { get; set; }

    public IReadOnlyList<string> Available { get; set; } = [Models.A, Models.B];

    public ConcurrentQueue<GenerateRequest> Requests { get; } = new();

    /// <summary>The W3C trace context of each call.</summary>
    public ConcurrentQueue<string> TraceParents { get; } = new();

    public int Calls => _calls;

    /// <summary>Released once for each call that was cancelled by its caller.</summary>
    public SemaphoreSlim Cancelled { get; } = new(0);

    public Behaviour this[string model]
    {
        set => _behaviours[model] = value;
    }

    public static Behaviour Saying(params string[] pieces) => async (events, _) =>
    {
        await events.WriteAsync(new() { Reasoning = $"{Models.Marker} thinks" });
        foreach (var piece in pieces)
        {
            await events.WriteAsync(new() { Text = piece });
        }

        await events.WriteAsync(Ending(FinishReason.Stop));
    };

    public static GenerateEvent Ending(FinishReason reason) => new()
    {
        Completed = new()
        {
            FinishReason = reason,
            Usage = new() { InputTokens = 7, OutputTokens = 180 },
            Timing = new() { TimeToFirstTokenSeconds = 0.25, DurationSeconds = 2 },
        },
    };

    public static Task Forever(AnswerScript events, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        return Task.FromResult(new ListModelsResponse
        {
            Models =
            {
                new[] { Models.B, Models.A }.Select(id => new Model
                {
                    Id = id, DisplayName = Models.DisplayName(id), Simulated = true, Available = Available.Contains(id),
                }),
            },
        });
    }

    public override async Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        Requests.Enqueue(request);
        TraceParents.Enqueue(context.RequestHeaders.GetValue("traceparent") ?? "");
        var writer = new AnswerScript(responseStream, request.ModelId, context.CancellationToken);
        try
        {
            await _behaviours[request.ModelId](writer, context.CancellationToken);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            Cancelled.Release();
            throw;
        }
    }
}

/// <summary>Writes one answer; puts its source into the terminal event, as the real service does.</summary>
public sealed class AnswerScript(IServerStreamWriter<GenerateEvent> stream, string modelId, CancellationToken cancellationToken)
{
    public Task WriteAsync(GenerateEvent message)
    {
        if (message.Completed is { } completed)
        {
            completed.Source = new()
            {
                ServedModelId = modelId,
                DeploymentId = $"node/{modelId}",
                Node = "node",
                UpstreamModel = modelId,
                Attempts = 1,
            };
        }

        return stream.WriteAsync(message, cancellationToken);
    }
}
