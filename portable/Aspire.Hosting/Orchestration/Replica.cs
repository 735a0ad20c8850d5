using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>One copy of a process, which can be started and stopped as often as somebody wants; never twice at once.</summary>
internal sealed class Replica(IResource resource, ResourceInstance instance, ReplicaRun run, CancellationToken applicationStopping)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _beforeProcess;
    private TaskCompletionSource _goOn = new();
    private IReplicaProcess? _process;
    private Task _run = Task.CompletedTask;

    public IResource Resource { get; } = resource;

    public ResourceInstance Instance { get; } = instance;

    /// <summary>Whether it is anywhere between waiting and the end of its process.</summary>
    public bool IsUnderWay => !Ended.IsCompleted;

    /// <summary>Completes when the present run, if any, is over.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
            {
                return _run;
            }
        }
    }

    /// <summary>Begins to run, with a first state that says so.</summary>
    /// <returns>False when it is under way already, or the application stops.</returns>
    public bool TryStart(StartReason reason)
    {
        lock (_lock)
        {
            if (!_run.IsCompleted || applicationStopping.IsCancellationRequested)
            {
                return false;
            }

            _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _beforeProcess?.Dispose();
            _beforeProcess = CancellationTokenSource.CreateLinkedTokenSource(applicationStopping);
            _process = null;
            _run = run.RunAsync(this, reason, _goOn.Task, _beforeProcess.Token);
            return true;
        }
    }

    /// <summary>Waits no longer for what it waits for.</summary>
    public void GoOn()
    {
        lock (_lock)
        {
            _goOn.TrySetResult();
        }
    }

    /// <summary>Ends what is under way: the process is asked, and killed after <paramref name="grace"/>.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        CancellationTokenSource? beforeProcess;
        IReplicaProcess? process;
        lock (_lock)
        {
            if (_run.IsCompleted)
            {
                return true;
            }

            (beforeProcess, process) = (_beforeProcess, _process);
        }

        await beforeProcess!.CancelAsync();
        var ended = process is null || process.Exited.IsCompleted || await run.StopAsync(process, grace);
        await Ended;
        return ended;
    }

    /// <summary>The process is there, unless somebody stopped the replica meanwhile.</summary>
    public bool TryAttach(IReplicaProcess process)
    {
        lock (_lock)
        {
            _process = process;
            return !_beforeProcess!.IsCancellationRequested;
        }
    }
}

/// <summary>Why a replica starts.</summary>
internal enum StartReason
{
    /// <summary>The application starts. It does not come up without this replica.</summary>
    Application,

    /// <summary>Somebody said so. Those that it waits for may come back.</summary>
    Command,
}
