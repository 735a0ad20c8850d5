using Arena.Contracts.Inference;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Deployment = Arena.Inference.Models.Deployment;

namespace Arena.Inference.Answers;

/// <summary>One answer while it is made: what was tried, what went out, how long it took; tells the caller, the span and the metrics.</summary>
internal sealed class Answer(
    AnswerRequest request, CommitPoint commit, AnswerActivity activity, InferenceMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly long _accepted = time.GetTimestamp();
    private TimeSpan? _firstText;
    private int _attempts;
    private Deployment? _deployment;
    private Node? _node;
    private UpstreamFaultException? _fault;
    private string? _turnedAway;
    private bool _told;

    public AnswerRequest Request => request;

    /// <summary>Upstream calls made so far.</summary>
    public int Attempts => _attempts;

    public void Begin(Deployment deployment, Node node)
    {
        if (_fault is not null && _deployment is not null)
        {
            metrics.FellBack(_deployment.Id, _fault.Traits.Name);
            activity.FellBack(_deployment.Id, _fault);
        }

        (_deployment, _node, _attempts) = (deployment, node, _attempts + 1);
        activity.Attempt(_attempts, deployment.Id, node);
    }

    public async Task WriteAsync(AIContent content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case TextReasoningContent reasoning:
                await commit.WriteReasoningAsync(reasoning.Text, cancellationToken);
                break;
            case TextContent text:
                await commit.WriteTextAsync(text.Text, cancellationToken);
                break;
        }

        if (_firstText is null && commit.VisibleText)
        {
            _firstText = Elapsed;
            activity.FirstText(Elapsed);
            metrics.FirstChunk(request.Model.Id, _node!, Elapsed);
        }
    }

    /// <summary>The model is not in memory yet: the caller hears where it stands.</summary>
    public Task PreparingAsync(Preparing preparing, CancellationToken cancellationToken) => commit.PreparingAsync(preparing, cancellationToken);

    /// <summary>The model was not to be had at the deployment; no upstream call was made.</summary>
    public void TurnedAway(Deployment deployment, SwapRejectedException rejected)
    {
        _turnedAway = $"{deployment.Id}: {rejected.Message}";
        metrics.TurnedAway(deployment.Id, rejected.Reason);
        activity.TurnedAway(deployment.Id, rejected.Reason);
        logger.TurnedAway(request.Model.Id, deployment.Id, rejected.Reason, rejected.Message);
    }

    /// <summary>Notes the fault of the current attempt and says whether another deployment may start over.</summary>
    public bool MayFallBackAfter(UpstreamFaultException fault)
    {
        _fault = fault;
        metrics.Attempted(_deployment!.Id, fault.Traits.Name);
        logger.AttemptFailed(_attempts, request.Model.Id, _deployment.Id, fault.Traits.Name, fault.Message);
        if (commit.Committed)
        {
            return false;
        }

        commit.Discard();
        return fault.Traits.FallsBack;
    }

    public async Task CompleteAsync(AttemptResult result, CancellationToken cancellationToken)
    {
        var estimated = result.InputTokens is null || result.OutputTokens is null;
        var input = result.InputTokens ?? TokenEstimate.Of(request.Messages.Sum(message => message.Text.Length));
        var outputTokens = result.OutputTokens ?? TokenEstimate.Of(result.Characters);
        var source = Source(result.UpstreamModel);
        _told = true;
        metrics.Attempted(_deployment!.Id, Outcomes.Completed);
        metrics.Tokens(request.Model.Id, _node!, result.InputTokens, result.OutputTokens);
        metrics.Answered(request.Model.Id, _node, Elapsed, fault: null);
        activity.Completed(source.UpstreamModel, source.ServedModelId, result.FinishReason!.Value.Value, input, outputTokens, estimated);
        logger.AnswerCompleted(request.Model.Id, _deployment.Id, _attempts, Elapsed.TotalMilliseconds);
        await commit.CompleteAsync(
            new()
            {
                FinishReason = FinishReasons.ToContract(result.FinishReason.Value),
                Source = source,
                Usage = new() { InputTokens = ToInt(input), OutputTokens = ToInt(outputTokens), Estimated = estimated },
                Timing = new() { TimeToFirstTokenSeconds = (_firstText ?? Elapsed).TotalSeconds, DurationSeconds = Elapsed.TotalSeconds },
            },
            cancellationToken);
    }

    /// <summary>Nobody answered, or who answered broke off.</summary>
    /// <param name="retryAfter">When it is worth to ask again; null when that is not known.</param>
    /// <param name="cancellationToken">The caller left.</param>
    public async Task FailAsync(TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var cause = _fault?.Traits.Name ?? (_turnedAway is null ? Outcomes.NoDeployment : Outcomes.NotLoaded);
        var detail = _fault is not null ? $"{_deployment!.Id}: {_fault.Message}" : _turnedAway ?? $"No deployment of '{request.Model.Id}' is ready.";
        _told = true;
        metrics.Answered(request.Model.Id, _node, Elapsed, cause);
        activity.Failed(cause, detail);
        logger.AnswerFailed(request.Model.Id, _attempts, cause, commit.Committed);
        if (commit.Committed)
        {
            metrics.Incomplete(_deployment!.Id, cause);
        }

        Failed failed = new()
        {
            Kind = _fault?.Traits.Kind ?? (_turnedAway is null ? FailureKind.NoDeployment : FailureKind.Overloaded),
            Detail = detail,
            AfterFirstToken = commit.Committed,
            Source = _fault is null ? null : Source(_deployment!.UpstreamModel),
        };
        if (retryAfter is { } wait && _fault is null or { Traits.FallsBack: true })
        {
            failed.RetryAfterSeconds = wait.TotalSeconds;
        }

        await commit.FailAsync(failed, cancellationToken);
    }

    /// <summary>The caller left before the end of the answer was known.</summary>
    public void Cancelled()
    {
        if (_told)
        {
            return; // it left while the end was written: how it ended is known
        }

        activity.Cancelled();
        metrics.Answered(request.Model.Id, _node, Elapsed, Outcomes.Cancelled);
        if (_deployment is not null)
        {
            metrics.Attempted(_deployment.Id, Outcomes.Cancelled);
        }
    }

    private TimeSpan Elapsed => time.GetElapsedTime(_accepted);

    /// <summary>An upstream may claim anything.</summary>
    private static int ToInt(long tokens) => (int)Math.Clamp(tokens, 0, int.MaxValue);

    private AnswerSource Source(string upstreamModel) => new()
    {
        ServedModelId = _deployment!.ServedModelId,
        DeploymentId = _deployment.Id,
        Node = _deployment.Node,
        UpstreamModel = string.IsNullOrEmpty(upstreamModel) ? _deployment.UpstreamModel : upstreamModel,
        Attempts = _attempts,
        FellBack = _deployment != request.Model.Deployments[0],
    };
}
