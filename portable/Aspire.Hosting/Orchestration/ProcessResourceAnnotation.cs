using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The resource is a process of this machine, and this is how to prepare it and what to run.</summary>
internal sealed class ProcessResourceAnnotation(Func<ProcessLaunchContext, Task<ProcessCommand>> prepare) : IResourceAnnotation
{
    public Func<ProcessLaunchContext, Task<ProcessCommand>> Prepare { get; } = prepare;
}

/// <summary>What a process may need to know about its start.</summary>
/// <param name="Progress">Writes a line to the resource's log.</param>
internal sealed record ProcessLaunchContext(ExecutionConfiguration Configuration, Action<string> Progress, CancellationToken CancellationToken);
