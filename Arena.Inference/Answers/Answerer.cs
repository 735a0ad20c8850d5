using Arena.Contracts.Inference;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Deployment = Arena.Inference.Models.Deployment;

namespace Arena.Inference.Answers;

/// <summary>
/// Has a model answered: tries its deployments in order until one answers. The only owner of retries.
/// </summary>
internal sealed class Answerer(
    NodeRegistry nodes, DeploymentHealth health, UpstreamClients clients, ModelMemory memory, RetryBudget budget, InferenceMetrics metrics,
    IOptions<InferenceOptions> options, TimeProvider time, ILogger<Answerer> logger)
{
    /// <summary>Writes the answer and its one terminal event.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the upstream call is cancelled, and no deployment is blamed.</exception>
    public async Task AnswerAsync(AnswerRequest request, IAsyncStreamWriter<GenerateEvent> output, CancellationToken cancellationToken)
    {
        using var activity = AnswerActivity.Start(request.Model.Id, request.Options);
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
        foreach (var deployment in health.Candidates(answer.Request.Model))
        {
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
                if (!answer.MayFallBackAfter(fault))
                {
                    break;
                }
            }
        }

        await answer.FailAsync(health.RetryAfter(answer.Request.Model), cancellationToken);
    }

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
        var chatOptions = answer.Request.Options.Clone();
        chatOptions.ModelId = deployment.UpstreamModel;
        var result = new AttemptResult();
        await foreach (var update in clients[deployment.Node].GetStreamingResponseAsync(answer.Request.Messages, chatOptions, cancellationToken))
        {
            result.Take(update);
            foreach (var content in update.Contents)
            {
                await answer.WriteAsync(content, cancellationToken);
            }
        }

        return result;
    }
}
