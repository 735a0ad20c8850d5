using System.Diagnostics;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Swapping;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Telemetry;

/// <summary>The span of one model answer, <c>chat {model}</c>, with an event for each attempt.</summary>
internal sealed class AnswerActivity : IDisposable
{
    private static readonly ActivitySource Source = new(ArenaNames.Source);

    private readonly Activity? _activity;

    private AnswerActivity(Activity? activity) => _activity = activity;

    public static AnswerActivity Start(string model, ChatOptions options)
    {
        var activity = Source.StartActivity($"{GenAi.Chat} {model}", ActivityKind.Client);
        activity?.SetTag(GenAi.OperationName, GenAi.Chat)
            .SetTag(GenAi.RequestModel, model)
            .SetTag(GenAi.RequestStream, true)
            .SetTag(GenAi.RequestMaxTokens, options.MaxOutputTokens)
            .SetTag(GenAi.RequestTemperature, options.Temperature)
            .SetTag(GenAi.RequestSeed, options.Seed);
        return new(activity);
    }

    /// <summary>The span describes the last attempt; earlier ones remain as events.</summary>
    public void Attempt(int number, string deployment, Node node)
    {
        _activity?.SetTag(GenAi.ProviderName, node.Driver)
            .SetTag(GenAi.ServerAddress, node.Url.Host)
            .SetTag(GenAi.ServerPort, node.Url.Port)
            .SetTag(ArenaNames.Deployment, deployment)
            .AddEvent(new(ArenaNames.AttemptEvent, tags: new() { { ArenaNames.Attempt, number }, { ArenaNames.Deployment, deployment } }));
    }

    public void FellBack(string fromDeployment, UpstreamFaultException fault)
    {
        _activity?.SetTag(ArenaNames.FellBack, true)
            .AddEvent(new(ArenaNames.FallbackEvent, tags: new() { { ArenaNames.Deployment, fromDeployment }, { ArenaNames.Cause, fault.Traits.Name } }));
    }

    public void TurnedAway(string deployment, RejectReason reason) => _activity?.AddEvent(
        new(ArenaNames.TurnedAwayEvent, tags: new() { { ArenaNames.Deployment, deployment }, { ArenaNames.Cause, reason.ToString() } }));

    public void FirstText(TimeSpan elapsed) => _activity?.SetTag(GenAi.ResponseTimeToFirstChunk, elapsed.TotalSeconds);

    public void Completed(string upstreamModel, string servedModel, string finishReason, long inputTokens, long outputTokens, bool estimated)
    {
        _activity?.SetTag(GenAi.ResponseModel, upstreamModel)
            .SetTag(ArenaNames.ServedModel, servedModel)
            .SetTag(GenAi.ResponseFinishReasons, new[] { finishReason })
            .SetTag(GenAi.InputTokens, inputTokens)
            .SetTag(GenAi.OutputTokens, outputTokens)
            .SetTag(ArenaNames.UsageEstimated, estimated);
    }

    public void Failed(string cause, string detail) => _activity?.SetTag(GenAi.ErrorType, cause).SetStatus(ActivityStatusCode.Error, detail);

    /// <summary>The caller left: not an error.</summary>
    public void Cancelled() => _activity?.SetTag(ArenaNames.Outcome, Outcomes.Cancelled);

    public void Dispose() => _activity?.Dispose();
}

/// <summary>Outcomes beside the names of faults.</summary>
internal static class Outcomes
{
    public const string Completed = "completed";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
    public const string NoDeployment = "no_deployment";
    public const string NotLoaded = "not_loaded";
}
