using Arena.Contracts.Inference;
using Arena.Inference.Models;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;
using Arena.Inference.Telemetry;
using Deployment = Arena.Inference.Models.Deployment;

namespace Arena.Inference.Answers;

/// <summary>Has the model of a deployment in memory while it answers.</summary>
internal sealed class ModelMemory(SwapManagers swaps, DeploymentHealth health, InferenceMetrics metrics, TimeProvider time)
{
    /// <summary>Waits until the model is loaded; it stays so until the lease is disposed.</summary>
    /// <exception cref="SwapRejectedException">It is not to be had there now.</exception>
    public async Task<IDisposable> AcquireAsync(
        AnswerRequest request, Deployment deployment, Func<Preparing, CancellationToken, Task> report, CancellationToken cancellationToken)
    {
        if (swaps.Find(deployment.Node) is not { } manager)
        {
            return NoLease.Instance;
        }

        var began = time.GetTimestamp();
        var lease = await manager.AcquireAsync(
            new(deployment.UpstreamModel, SwapOrigin.Request, request.Group?.Id, [.. Companions(request, deployment)]), report, cancellationToken);
        metrics.WaitedForModel(deployment.Node, time.GetElapsedTime(began));
        return lease;
    }

    /// <summary>What the other requests of the group are about to need on the same node.</summary>
    private IEnumerable<string> Companions(AnswerRequest request, Deployment deployment) =>
        from model in request.Group?.Models ?? []
        where model.Id != request.Model.Id
        let first = health.Candidates(model) is [var candidate, ..] ? candidate : null
        where first is not null && first.Node == deployment.Node && first.UpstreamModel != deployment.UpstreamModel
        select first.UpstreamModel;
}
