namespace Arena.Ratings.Ledger;

/// <summary>Wakes a background worker of this replica.</summary>
internal abstract class Signal : IDisposable
{
    private readonly SemaphoreSlim _wanted = new(0, 1);

    /// <summary>Never blocks; several calls before the worker wakes are one.</summary>
    public void Wanted()
    {
        lock (_wanted)
        {
            if (_wanted.CurrentCount == 0)
            {
                _wanted.Release();
            }
        }
    }

    /// <summary>Returns when something is wanted, or after <paramref name="atMost"/>: another replica may have left work behind.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wanted.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _wanted.Dispose();
}

/// <summary>Records wait for their place in the chain.</summary>
internal sealed class SealSignal : Signal;

/// <summary>The chain has grown.</summary>
internal sealed class BoardSignal : Signal;
