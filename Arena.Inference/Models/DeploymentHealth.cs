using System.Collections.Concurrent;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Nodes.Lifecycle;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Models;

internal enum DeploymentStatus
{
    /// <summary>The node was not probed yet.</summary>
    Unknown,

    Ready,

    /// <summary>In doubt or sitting out: asked only when no deployment of the model is ready.</summary>
    LastResort,

    /// <summary>Not asked.</summary>
    Unavailable,
}

/// <summary>Whether a deployment may answer now, and why not.</summary>
internal sealed record DeploymentAssessment(DeploymentStatus Status, string Reason);

/// <summary>Joins what is known of a node, of the engine on it, and of how a deployment has fared. Thread-safe.</summary>
internal sealed class DeploymentHealth(
    NodeRegistry nodes, UpstreamDrivers drivers, EngineHealth engines, SwapManagers swaps, IOptions<InferenceOptions> options, Random random,
    TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    public DeploymentAssessment Assess(Deployment deployment)
    {
        var state = nodes[deployment.Node];
        var node = state.Current;
        return node.Status switch
        {
            NodeStatus.Unknown => new(DeploymentStatus.Unknown, node.Reason),
            NodeStatus.Down => new(DeploymentStatus.Unavailable, $"node down: {node.Reason}"),
            _ when state.Routing is NodeRouting.Draining => new(DeploymentStatus.Unavailable, "the node is being drained"),
            _ when state.Routing is NodeRouting.Bypassed => new(DeploymentStatus.Unavailable, "the node is bypassed by an operator"),
            _ when node.ModelsAsOf is not null && !node.Models.Any(model => IsSame(deployment, model)) =>
                new(DeploymentStatus.Unavailable, "the node does not have the model"),
            _ when engines.Complaint(deployment.Node, deployment.UpstreamModel) is { Length: > 0 } complaint =>
                new(DeploymentStatus.Unavailable, complaint),
            _ when swaps.Find(deployment.Node)?.Quarantine(deployment.UpstreamModel) is { } quarantine => new(DeploymentStatus.Unavailable, quarantine),
            NodeStatus.Suspect => new(DeploymentStatus.LastResort, $"node in doubt: {node.Reason}"),
            _ => AssessCircuit(deployment),
        };
    }

    /// <summary>
    /// The deployments to try, in order: those that are ready; if there is none, those in doubt, because sitting out
    /// the only deployment helps nobody.
    /// </summary>
    public IReadOnlyList<Deployment> Candidates(Model model)
    {
        var assessed = model.Deployments.Select(deployment => (Deployment: deployment, Assess(deployment).Status)).ToList();
        var wanted = assessed.Exists(a => a.Status is DeploymentStatus.Ready) ? DeploymentStatus.Ready : DeploymentStatus.LastResort;
        return [.. assessed.Where(a => a.Status == wanted).Select(a => a.Deployment)];
    }

    /// <summary>Whether an answer needs no load first. A node that does not tell what it has in memory serves at once whatever it lists.</summary>
    public bool IsLoaded(Deployment deployment) => swaps.Find(deployment.Node) is { } manager
        ? manager.IsLoaded(deployment.UpstreamModel)
        : nodes[deployment.Node].Current.Models.FirstOrDefault(model => IsSame(deployment, model))?.Loaded ?? true;

    private bool IsSame(Deployment deployment, DiscoveredModel model) =>
        model.IsNamed(deployment.UpstreamModel)
        || drivers[nodes[deployment.Node].Node.Driver].IsSameModel(deployment.UpstreamModel, model.Name);

    /// <summary>When it is worth to ask for a model again that nobody could answer for; null when that is not known.</summary>
    public TimeSpan? RetryAfter(Model model)
    {
        var now = time.GetUtcNow();
        var waits = model.Deployments.Select(deployment => nodes[deployment.Node].Current.Status is NodeStatus.Up
            ? Change(deployment, circuit => circuit.OpenUntil(now)) - now ?? options.Value.Probes.Interval
            : options.Value.Probes.Interval).ToList();
        return waits.Count == 0 ? null : waits.Min();
    }

    /// <summary>A request goes to the deployment. Its end is to be told by one of the three calls below.</summary>
    public void Enter(Deployment deployment) => Change(deployment, circuit => circuit.Enter(time.GetUtcNow()));

    /// <summary>The caller gave up: that says nothing of the deployment.</summary>
    public void Left(Deployment deployment) => Change(deployment, circuit => circuit.Leave());

    public void Succeeded(Deployment deployment)
    {
        engines.Answered(deployment.Node, deployment.UpstreamModel);
        Change(deployment, circuit => circuit.Succeeded());
    }

    public void Failed(Deployment deployment, UpstreamFaultException fault)
    {
        var now = time.GetUtcNow();
        Change(deployment, circuit =>
        {
            if (fault is { Cause: FaultCause.Overloaded, RetryAfter: { } wait })
            {
                circuit.Cool(fault.Traits.Name, wait, now);
            }
            else if (fault.Traits.Benches)
            {
                circuit.Failed(fault.Traits.Name, now);
            }
            else
            {
                circuit.Leave();
            }
        });
    }

    public CircuitState CircuitOf(Deployment deployment) => Change(deployment, circuit => circuit.StateAt(time.GetUtcNow()));

    private DeploymentAssessment AssessCircuit(Deployment deployment)
    {
        var now = time.GetUtcNow();
        return Change(deployment, circuit => circuit.StateAt(now) switch
        {
            CircuitState.Open => new DeploymentAssessment(
                DeploymentStatus.LastResort, circuit.Failures == 0 ? $"asked to be left alone: {circuit.Reason}" : $"benched after {circuit.Failures} failure(s) in a row: {circuit.Reason}"),
            CircuitState.Trying => new(DeploymentStatus.LastResort, $"is being tried after {circuit.Failures} failure(s) in a row: {circuit.Reason}"),
            _ => new(DeploymentStatus.Ready, ""),
        });
    }

    private void Change(Deployment deployment, Action<Circuit> change) => Change(deployment, circuit =>
    {
        change(circuit);
        return 0;
    });

    private T Change<T>(Deployment deployment, Func<Circuit, T> change)
    {
        var circuit = _circuits.GetOrAdd(deployment.Id, _ => new(options.Value.Circuit, random));
        lock (_lock) { return change(circuit); }
    }
}
