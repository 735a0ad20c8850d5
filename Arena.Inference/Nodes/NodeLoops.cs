namespace Arena.Inference.Nodes;

/// <summary>Runs a loop for each node for as long as the node is there.</summary>
internal static class NodeLoops
{
    /// <summary>Returns only by an exception: of a loop, or of the token.</summary>
    public static async Task RunAsync(NodeRegistry nodes, Func<NodeState, CancellationToken, Task> loop, CancellationToken cancellationToken)
    {
        var running = new Dictionary<NodeState, (CancellationTokenSource Stop, Task Loop)>();
        try
        {
            while (true)
            {
                var now = nodes.Current;
                foreach (var state in running.Keys.Except(now.All).ToList())
                {
                    await StopAsync(running[state], cancellationToken);
                    running.Remove(state);
                }

                foreach (var state in now.All.Except(running.Keys).ToList())
                {
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    running[state] = (stop, loop(state, stop.Token));
                }

                var ended = await Task.WhenAny([nodes.ChangedAsync(now).WaitAsync(cancellationToken), .. running.Values.Select(entry => entry.Loop)]);
                await ended; // a loop ends only by a fault
            }
        }
        finally
        {
            foreach (var (stop, _) in running.Values)
            {
                stop.Dispose();
            }
        }
    }

    private static async Task StopAsync((CancellationTokenSource Stop, Task Loop) running, CancellationToken cancellationToken)
    {
        await running.Stop.CancelAsync();
        try
        {
            await running.Loop;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // as asked
        }

        running.Stop.Dispose();
    }
}
