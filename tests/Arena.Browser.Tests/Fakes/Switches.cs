using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>What a scenario does to the models while a page is open.</summary>
internal sealed class ModelSwitch
{
    private volatile TaskCompletionSource? _held;

    public bool Broken { get; set; }

    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public void Reset()
    {
        Release();
        Broken = false;
    }

    public Task WaitWhileHeldAsync(CancellationToken cancellationToken) => _held?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}

/// <summary>Whether the ledger takes votes.</summary>
internal sealed class LedgerSwitch
{
    public bool Down { get; set; }

    public void ThrowIfDown()
    {
        if (Down)
        {
            throw new RpcException(new(StatusCode.Unavailable, "The database does not answer."));
        }
    }
}
