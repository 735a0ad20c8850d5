using System.Collections.Concurrent;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Nodes;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Models;

internal enum DeploymentStatus
{
    /// <summary>The node was not probed yet.</summary>
    Unknown,

    Ready,

    /// <summary>In doubt or benched: asked only when no deployment of the model is ready.</summary>
    LastResort,

    /// <summary>Not asked.</summary>
    Unavailable,
}

/// <summary>Whether a deployment may answer now, and why not.</summary>
internal sealed record DeploymentAssessment(DeploymentStatus Status, string Reason);

/// <summary>Joins what is known of a node with how a deployment on it has fared. Thread-safe.</summary>
internal sealed class DeploymentHealth(NodeRegistry nodes, UpstreamDrivers drivers, IOptions<InferenceOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bench> _benches = new(StringComparer.Ordinal);
    private readonly BenchOptions _limits = options.Value.Bench;

    public DeploymentAssessment Assess(Deployment deployment)
    {
        var node = nodes[deployment.Node].Current;
        return node.Status switch
        {
            NodeStatus.Unknown => new(DeploymentStatus.Unknown, node.Reason),
            NodeStatus.Down => new(DeploymentStatus.Unavailable, $"node down: {node.Reason}"),
            _ when node.ModelsAsOf is not null && !node.Models.Any(model => IsSame(deployment, model)) =>
                new(DeploymentStatus.Unavailable, "the node does not have the model"),
            NodeStatus.Suspect => new(DeploymentStatus.LastResort, $"node in doubt: {node.Reason}"),
            _ when _benches.TryGetValue(deployment.Id, out var bench) && time.GetUtcNow() < bench.Until =>
                new(DeploymentStatus.LastResort, $"benched after {bench.Failures} failure(s) in a row: {bench.Reason}"),
            _ => new(DeploymentStatus.Ready, ""),
        };
    }

    /// <summary>
    /// The deployments to try, in order: those that are ready; if there is none, those in doubt, because sitting out
    /// the only deployment helps nobody.
    /// </summary>
    public IEnumerable<Deployment> Candidates(Model model)
    {
        var assessed = model.Deployments.Select(deployment => (Deployment: deployment, Assess(deployment).Status)).ToList();
        var wanted = assessed.Exists(a => a.Status is DeploymentStatus.Ready) ? DeploymentStatus.Ready : DeploymentStatus.LastResort;
        return assessed.Where(a => a.Status == wanted).Select(a => a.Deployment);
    }

    public void Succeeded(Deployment deployment) => _benches.TryRemove(deployment.Id, out _);

    /// <summary>Benches the deployment; each further failure in a row doubles the time.</summary>
    public void Failed(Deployment deployment, string reason) =>
        _benches.AddOrUpdate(
            deployment.Id,
            (_, now) => new Bench(1, now + _limits.Time, reason),
            (_, bench, now) => new Bench(bench.Failures + 1, now + TimeFor(bench.Failures + 1), reason),
            time.GetUtcNow());

    private bool IsSame(Deployment deployment, DiscoveredModel model) =>
        model.IsNamed(deployment.UpstreamModel)
        || drivers[nodes[deployment.Node].Node.Driver].IsSameModel(deployment.UpstreamModel, model.Name);

    private TimeSpan TimeFor(int failures)
    {
        var doubled = _limits.Time * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < _limits.MaxTime ? doubled : _limits.MaxTime;
    }

    private sealed record Bench(int Failures, DateTimeOffset Until, string Reason);
}
