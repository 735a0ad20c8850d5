using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Arena.Web.Battles.Runs;

/// <summary>Owns every run of a kind in this process: no run outlives the host, and only so many go on at once.</summary>
/// <param name="mostAtOnce">More wait for their turn.</param>
internal abstract class RunQueue<T>(int mostAtOnce) : BackgroundService
{
    private readonly Channel<Request> _waiting = Channel.CreateUnbounded<Request>();
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Has it run, unless it is running here already, or waits to.</summary>
    protected void Ensure(string id, T item)
    {
        if (_known.TryAdd(id, value: true))
        {
            _waiting.Writer.TryWrite(new(id, item, Activity.Current?.Context ?? default));
        }
    }

    /// <summary>One run. What it throws, but for a cancellation, ends the host.</summary>
    /// <param name="item">What is run.</param>
    /// <param name="cause">The trace of who wanted it.</param>
    /// <param name="stopping">The host stops.</param>
    protected abstract Task RunAsync(T item, ActivityContext cause, CancellationToken stopping);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = mostAtOnce, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stoppingToken), parallel, RunAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every run has ended.
        }
    }

    private async ValueTask RunAsync(Request request, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(request.Item, request.Cause, cancellationToken);
        }
        finally
        {
            _known.TryRemove(request.Id, out _);
        }
    }

    private sealed record Request(string Id, T Item, ActivityContext Cause);
}
