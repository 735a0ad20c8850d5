using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What runs for a replica: a process of its own, or a host in this one.</summary>
internal interface IReplicaProcess : IAsyncDisposable
{
    IResource Resource { get; }

    ResourceInstance Instance { get; }

    int ProcessId { get; }

    /// <summary>Completes with the exit code.</summary>
    Task<int> Exited { get; }

    /// <summary>Whether it was asked to end.</summary>
    bool IsStopping { get; }

    /// <summary>What it wrote last, as a sentence to append to the reason of its end, or nothing.</summary>
    string LastOutput { get; }

    /// <summary>Asks it to end.</summary>
    /// <returns>False when it did not within <paramref name="grace"/>.</returns>
    Task<bool> StopAsync(TimeSpan grace);
}
