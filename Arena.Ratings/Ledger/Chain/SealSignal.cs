namespace Arena.Ratings.Ledger.Chain;

/// <summary>Wakes this replica's sealer when there is something to seal, and whoever follows the chain when it has grown.</summary>
internal sealed class SealSignal : IDisposable
{
    private readonly SemaphoreSlim _wanted = new(0, 1);

    /// <summary>Never blocks; several calls before the sealer wakes are one.</summary>
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

    /// <summary>Returns when something is wanted, or after <paramref name="atMost"/>: another replica may have left records behind.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wanted.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _wanted.Dispose();
}
