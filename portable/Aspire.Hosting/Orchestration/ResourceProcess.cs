using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The process of one replica, with its last lines of output.</summary>
internal sealed class ResourceProcess : IReplicaProcess
{
    private const int LastLines = 10;

    private readonly ChildProcess _process;
    private readonly OutputTail _tail;
    private int _isStopping;

    private ResourceProcess(IResource resource, ResourceInstance instance, ChildProcess process, OutputTail tail) =>
        (Resource, Instance, _process, _tail) = (resource, instance, process, tail);

    public IResource Resource { get; }

    public ResourceInstance Instance { get; }

    public int ProcessId => _process.Id;

    public Task<int> Exited => _process.Exited;

    /// <summary>Whether it was asked to end.</summary>
    public bool IsStopping => Volatile.Read(ref _isStopping) != 0;

    /// <summary>What it wrote last, indented and without stack frames, or nothing.</summary>
    public string LastOutput => _tail.Lines.Where(line => !line.StartsWith("   at ", StringComparison.Ordinal) && line.Length > 0).TakeLast(LastLines).ToList() is { Count: > 0 } lines
        ? $" Its last lines:{string.Concat(lines.Select(line => $"{Environment.NewLine}  {line}"))}"
        : "";

    public static ResourceProcess Start(IResource resource, ResourceInstance instance, ProcessCommand command, ResourceLoggerService loggers)
    {
        var tail = new OutputTail();
        var process = ChildProcess.Start(command, line =>
        {
            tail.Add(line.Text);
            loggers.Add(instance.Id, line.Text, line.IsError);
        });
        return new(resource, instance, process, tail);
    }

    public Task<bool> StopAsync(TimeSpan grace)
    {
        Interlocked.Exchange(ref _isStopping, 1);
        return _process.StopAsync(grace);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
