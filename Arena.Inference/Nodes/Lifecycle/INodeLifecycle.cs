using System.Collections.Immutable;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>
/// Brings models into the memory of a node and out again, in one wire protocol. Only the swap manager calls it, one call for a model
/// at a time; whoever else asks the node for an answer asks the swap manager first.
/// </summary>
internal interface INodeLifecycle
{
    /// <summary>The driver whose nodes it is for.</summary>
    string Driver { get; }

    /// <summary>Whether the node loads a model that it is asked for; else asking one that is not in memory is a fault.</summary>
    bool LoadsOnDemand { get; }

    /// <summary>What is in memory now, of the models given.</summary>
    /// <exception cref="LifecycleException">The node does not tell.</exception>
    Task<ImmutableArray<LoadedModel>> ListLoadedAsync(Node node, IReadOnlyCollection<string> models, CancellationToken cancellationToken);

    /// <summary>Returns when the node says that the model is in memory; whether it then answers well is for a canary to find out.</summary>
    /// <exception cref="LifecycleException">It is not, and why.</exception>
    Task LoadAsync(Node node, string model, CancellationToken cancellationToken);

    /// <summary>Returns when the node says that the model's memory is free, not when it has taken the request.</summary>
    /// <exception cref="NodeBusyException">The model answers somebody else; nothing was changed.</exception>
    /// <exception cref="LifecycleException">It is not known to be free, and why.</exception>
    Task UnloadAsync(Node node, string model, CancellationToken cancellationToken);

    /// <summary>
    /// The model answers with garbage although it is loaded: reads its weights anew.
    /// </summary>
    /// <returns>False when the protocol has no way to do it.</returns>
    /// <exception cref="LifecycleException">It failed, and why.</exception>
    Task<bool> TryRepairAsync(Node node, string model, CancellationToken cancellationToken);
}

/// <summary>A model in the memory of a node.</summary>
/// <param name="Model">The name that the node knows it by.</param>
/// <param name="VramMib">How much video memory it takes, where the node says.</param>
internal sealed record LoadedModel(string Model, int? VramMib = null);

/// <summary>A load or an unload did not come about. The message is for operators.</summary>
internal class LifecycleException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The model runs requests that are not ours.</summary>
internal sealed class NodeBusyException(string message) : LifecycleException(message);
