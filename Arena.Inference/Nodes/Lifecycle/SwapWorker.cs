using System.Diagnostics.CodeAnalysis;
using Arena.Inference.Configuration;
using Arena.Inference.Swapping;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>Does on a node what its swap manager decides, and looks after what comes and goes there by itself.</summary>
internal sealed class SwapWorker(
    SwapManager manager, INodeLifecycle lifecycle, ModelLoader loader, InferenceMetrics metrics, TimeProvider time, ILogger<SwapWorker> logger)
{
    private static readonly TimeSpan PreloadInterval = TimeSpan.FromMinutes(1);

    private readonly SwapOptions _options = manager.Node.Swap;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(WorkAsync(cancellationToken), ReconcileAsync(cancellationToken), PreloadAsync(cancellationToken));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        List<Task> running = [];
        try
        {
            await foreach (var decision in manager.WorkAsync(cancellationToken))
            {
                running.RemoveAll(task => task.IsCompleted);
                running.Add(ExecuteAsync(decision, cancellationToken));
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    private Task ExecuteAsync(SwapDecision decision, CancellationToken cancellationToken) => decision switch
    {
        SwapDecision.Load load => ExecuteAsync(SwapKind.Load, load.Model, load.Origin, "", cancellationToken),
        SwapDecision.Unload unload => ExecuteAsync(SwapKind.Unload, unload.Model, unload.Origin, unload.For, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "Not a thing to do on a node."),
    };

    private async Task ExecuteAsync(SwapKind kind, string model, SwapOrigin cause, string makesRoomFor, CancellationToken cancellationToken)
    {
        await Task.Yield(); // the next decision is not to wait for this one's first step
        var (at, began) = (time.GetUtcNow(), time.GetTimestamp());
        var error = await TryAsync(kind, model, cancellationToken);
        var took = time.GetElapsedTime(began);
        manager.History.Add(new(at, kind, model, cause, makesRoomFor, took, error ?? ""));
        metrics.Swapped(manager.Node.Name, model, kind, cause, took, succeeded: error is null);
        logger.Swapped(manager.Node.Name, model, kind, cause, took.TotalSeconds, error ?? "done");
        switch (kind, error)
        {
            case (SwapKind.Load, null):
                manager.LoadCompleted(model, took);
                break;
            case (SwapKind.Load, _):
                manager.LoadFailed(model, error);
                break;
            case (_, null):
                manager.UnloadCompleted(model);
                break;
            default:
                manager.UnloadFailed(model);
                break;
        }
    }

    /// <summary>Null when it went well.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever happens, the scheduler has to hear of it: else the memory counts as taken for ever.")]
    private async Task<string?> TryAsync(SwapKind kind, string model, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.LoadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await (kind is SwapKind.Load
                ? loader.LoadAsync(lifecycle, manager.Node, model, either.Token)
                : lifecycle.UnloadAsync(manager.Node, model, either.Token));
            return null;
        }
        catch (LifecycleException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return timeout.IsCancellationRequested ? $"not done within {_options.LoadTimeout.TotalSeconds:0.###} s" : "the service stops";
        }
        catch (Exception exception)
        {
            logger.SwapBroke(exception, manager.Node.Name, model);
            return "the swap itself broke";
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await manager.State.Probed.WaitAsync(cancellationToken);
        while (true)
        {
            var succeeded = await LookAsync(cancellationToken);
            await Task.Delay(succeeded ? _options.ReconcileInterval : TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (manager.State.Current.ModelsAsOf is null)
        {
            return false; // not known what the node has: nothing would look like an empty memory
        }

        using var timeout = new CancellationTokenSource(_options.ReconcileInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var asOf = manager.Now;
            var models = manager.State.Current.Models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
            manager.Observed(await lifecycle.ListLoadedAsync(manager.Node, models, either.Token), asOf);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.EnginesUnread(manager.Node.Name, exception.Message); // the node monitor says what is wrong with the node
            return false;
        }
    }

    private async Task PreloadAsync(CancellationToken cancellationToken)
    {
        var last = time.GetUtcNow();
        while (true)
        {
            await Task.Delay(PreloadInterval, time, cancellationToken);
            var now = time.GetUtcNow();
            foreach (var entry in _options.Schedule.Where(entry => IsDue(entry, last, now)))
            {
                await WarmAsync(entry.Model, cancellationToken);
            }

            if (_options.PreloadByUsage)
            {
                manager.PreloadByUsage();
            }

            last = now;
        }
    }

    private async Task WarmAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await manager.AcquireAsync(
                new(model, SwapOrigin.Schedule, Group: null, []), static (_, _) => Task.CompletedTask, cancellationToken);
        }
        catch (SwapRejectedException rejected)
        {
            logger.PreloadRejected(manager.Node.Name, model, rejected.Message);
        }
    }

    private static bool IsDue(PreloadOptions entry, DateTimeOffset after, DateTimeOffset upTo)
    {
        var at = new DateTimeOffset(upTo.UtcDateTime.Date + entry.At.ToTimeSpan(), TimeSpan.Zero);
        at = at > upTo ? at.AddDays(-1) : at;
        return at > after && (entry.Days.Count == 0 || entry.Days.Contains(at.DayOfWeek));
    }
}
