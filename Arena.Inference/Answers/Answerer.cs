using Arena.Contracts.Inference;
using Arena.Inference.Caching;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Deployment = Arena.Inference.Models.Deployment;

namespace Arena.Inference.Answers;

/// <summary>
/// Has a model answered: tries its deployments in order until one answers. The only owner of retries.
/// </summary>
internal sealed class Answerer(
    NodeRegistry nodes, DeploymentHealth health, UpstreamClients clients, AnswerCache cache, ModelMemory memory, RetryBudget budget, InferenceMetrics metrics,
    IOptions<InferenceOptions> options, TimeProvider time, ILogger<Answerer> logger)
{
    /// <summary>Writes the answer and its one terminal event.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the upstream call is cancelled, and no deployment is blamed.</exception>
    public async Task AnswerAsync(AnswerRequest request, IAsyncStreamWriter<GenerateEvent> output, CancellationToken cancellationToken)
    {
        using var activity = AnswerActivity.Start(request.Model.Id, request.Options, MessageContent.IfCaptured(request.Messages));
        var answer = new Answer(request, new CommitPoint(output, options.Value.MaxHeldCharacters), activity, metrics, time, logger);
        try
        {
            await TryDeploymentsAsync(answer, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            answer.Cancelled();
            throw;
        }
    }

    private async Task TryDeploymentsAsync(Answer answer, CancellationToken cancellationToken)
    {
        budget.Deposit();
        var tooShort = 0;
        foreach (var deployment in health.Candidates(answer.Request.Model))
        {
            if (tooShort > 0 && ContextOf(deployment) <= tooShort)
            {
                continue;
            }

            if (await GiveAgainAsync(answer, deployment, cancellationToken))
            {
                return;
            }

            try
            {
                using var lease = await memory.AcquireAsync(answer.Request, deployment, answer.PreparingAsync, cancellationToken);
                if (!MayAsk(answer, deployment))
                {
                    break;
                }

                var result = await AskAsync(answer, deployment, cancellationToken);
                await answer.CompleteAsync(result, cancellationToken);
                return;
            }
            catch (SwapRejectedException rejected)
            {
                answer.TurnedAway(deployment, rejected);
            }
            catch (UpstreamFaultException fault)
            {
                var mayGoOn = answer.MayFallBackAfter(fault);
                if (fault.Cause is FaultCause.ContextOverflow && options.Value.ContextOverflowFallsBack && !answer.Committed)
                {
                    tooShort = ContextOf(deployment);
                }
                else if (!mayGoOn)
                {
                    break;
                }
            }
        }

        await answer.FailAsync(health.RetryAfter(answer.Request.Model), cancellationToken);
    }

    /// <summary>In tokens; 0 when nobody says.</summary>
    private int ContextOf(Deployment deployment) => deployment.ContextLength
        ?? nodes[deployment.Node].Current.Models.FirstOrDefault(model => model.IsNamed(deployment.UpstreamModel))?.ContextLength ?? 0;

    private bool MayAsk(Answer answer, Deployment deployment)
    {
        if (answer.Attempts == 0)
        {
            return true;
        }

        if (answer.Attempts >= options.Value.MaxAttempts)
        {
            return false;
        }

        if (budget.TryWithdraw())
        {
            return true;
        }

        metrics.RetryDenied();
        logger.RetryDenied(answer.Request.Model.Id, deployment.Id);
        return false;
    }

    /// <summary>One upstream call; the deployment hears how it went.</summary>
    private async Task<AttemptResult> AskAsync(Answer answer, Deployment deployment, CancellationToken cancellationToken)
    {
        var node = nodes[deployment.Node];
        answer.Begin(deployment, node.Node);
        health.Enter(deployment);
        node.Traffic.Begin();
        var began = time.GetTimestamp();
        double? seconds = null;
        try
        {
            var result = await AttemptAsync(answer, deployment, cancellationToken);
            seconds = time.GetElapsedTime(began).TotalSeconds;
            health.Succeeded(deployment);
            return result;
        }
        catch (UpstreamFaultException fault)
        {
            if (fault.Cause is FaultCause.Unreachable)
            {
                node.Suspect(fault.Message);
            }

            health.Failed(deployment, fault);
            throw;
        }
        catch (Exception)
        {
            health.Left(deployment); // the caller left, or cannot be written to
            throw;
        }
        finally
        {
            node.Traffic.End(seconds);
        }
    }

    private async Task<AttemptResult> AttemptAsync(Answer answer, Deployment deployment, CancellationToken cancellationToken)
    {
        var updates = clients[deployment.Node].GetStreamingResponseAsync(
            answer.Request.Messages, answer.Request.OptionsFor(deployment), cancellationToken);
        return await RelayAsync(answer, updates, cancellationToken);
    }

    /// <summary>Gives an answer that was given before. No node is asked, so that none has to load the model.</summary>
    private async Task<bool> GiveAgainAsync(Answer answer, Deployment deployment, CancellationToken cancellationToken)
    {
        var (node, request) = (nodes[deployment.Node], answer.Request);
        if (cache.KeyOf(node, request.Messages, request.OptionsFor(deployment)) is not { } key
            || await cache.FindAsync(key, cancellationToken) is not { } kept)
        {
            return false;
        }

        answer.Begin(deployment, node.Node);
        var result = await RelayAsync(answer, kept.ToUpdates().ToAsyncEnumerable(), cancellationToken);
        await answer.CompleteAsync(result, cancellationToken);
        return true;
    }

    private static async Task<AttemptResult> RelayAsync(Answer answer, IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        var result = new AttemptResult();
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            result.Take(update);
            if (CachedAnswer.IsCached(update))
            {
                answer.ComesFromCache();
            }

            foreach (var content in update.Contents)
            {
                await answer.WriteAsync(content, cancellationToken);
            }
        }

        return result;
    }
}
