using Arena.Contracts.Inference;
using Arena.Inference.Caching;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Faults;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Deployment = Arena.Inference.Models.Deployment;

namespace Arena.Inference.Answers;

/// <summary>
/// Has a model answered: tries its deployments in order until one answers. The only owner of retries.
/// </summary>
internal sealed class Answerer(
    NodeRegistry nodes, DeploymentHealth health, UpstreamClients clients, InferenceMetrics metrics,
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
        foreach (var deployment in health.Candidates(answer.Request.Model).Take(options.Value.MaxAttempts).ToList())
        {
            var node = nodes[deployment.Node];
            answer.Begin(deployment, node.Node);
            try
            {
                var result = await AttemptAsync(answer, deployment, cancellationToken);
                health.Succeeded(deployment);
                await answer.CompleteAsync(result, cancellationToken);
                return;
            }
            catch (UpstreamFaultException fault)
            {
                Blame(deployment, node, fault);
                if (!answer.MayFallBackAfter(fault))
                {
                    break;
                }
            }
        }

        await answer.FailAsync(cancellationToken);
    }

    private async Task<AttemptResult> AttemptAsync(Answer answer, Deployment deployment, CancellationToken cancellationToken)
    {
        var chatOptions = answer.Request.Options.Clone();
        chatOptions.ModelId = deployment.UpstreamModel;
        if (deployment.ContextLength is { } length)
        {
            (chatOptions.AdditionalProperties ??= [])[OllamaRequests.ContextLength] = length;
        }

        (chatOptions.AdditionalProperties ??= [])[CachingChatClient.Use] = answer.Request.Cache;
        var result = new AttemptResult();
        await foreach (var update in clients[deployment.Node].GetStreamingResponseAsync(answer.Request.Messages, chatOptions, cancellationToken))
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

    private void Blame(Deployment deployment, NodeState node, UpstreamFaultException fault)
    {
        if (fault.Cause is FaultCause.Unreachable)
        {
            node.Suspect(fault.Message);
        }

        if (fault.Traits.Benches)
        {
            health.Failed(deployment, fault.Traits.Name);
        }
    }
}
