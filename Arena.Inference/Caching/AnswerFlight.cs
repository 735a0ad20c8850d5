using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Caching;

/// <summary>
/// One upstream answer with any number of readers. Who joins late reads it from its beginning; who leaves disturbs nobody, not even when
/// it is the one that asked first; when the last has left, the upstream is called off. Thread-safe.
/// </summary>
internal sealed class AnswerFlight : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly List<ChatResponseUpdate> _updates = [];
    private TaskCompletionSource _moved = NewSignal();
    private Task _run = Task.CompletedTask;
    private int _readers;
    private bool _ended;
    private bool _left;

    /// <summary>Takes a place on board; false when everybody has left, or the answer has ended.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_ended || _left)
            {
                return false;
            }

            _readers++;
            return true;
        }
    }

    /// <summary>Begins to read the upstream. Called once, by whoever has joined first.</summary>
    /// <param name="upstream">The answer; cancelled when the last reader has left.</param>
    /// <param name="landing">Called when it is complete, or has failed, before any reader is told.</param>
    public void Start(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> upstream, Func<IReadOnlyList<ChatResponseUpdate>?, Task> landing) =>
        _run = RunAsync(upstream, landing);

    /// <summary>The updates from the first one on; ends as the upstream does, with its fault too. Gives the place up in the end.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var next = 0; ; next++)
            {
                while (!IsKnown(next, out var moved))
                {
                    await moved.WaitAsync(cancellationToken);
                }

                if (next == _updates.Count)
                {
                    break; // nothing is added any more
                }

                yield return At(next);
            }

            await _run; // the fault, if it is one
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => _abandoned.Dispose();

    private async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> upstream, Func<IReadOnlyList<ChatResponseUpdate>?, Task> landing)
    {
        var complete = false;
        try
        {
            await foreach (var update in upstream(_abandoned.Token))
            {
                lock (_lock)
                {
                    _updates.Add(update);
                    Signal_NeedsLock();
                }
            }

            complete = true;
        }
        finally
        {
            await landing(complete ? _updates : null);
            lock (_lock)
            {
                _ended = true;
                Signal_NeedsLock();
            }
        }
    }

    /// <summary>Whether the update is there, or it is known that there is none; else what to wait for.</summary>
    private bool IsKnown(int next, out Task moved)
    {
        lock (_lock)
        {
            moved = _moved.Task;
            return next < _updates.Count || _ended;
        }
    }

    private ChatResponseUpdate At(int index)
    {
        lock (_lock)
        {
            return _updates[index];
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _left = --_readers == 0;
            if (!_left || _ended)
            {
                return;
            }
        }

        _abandoned.Cancel();
    }

    private void Signal_NeedsLock()
    {
        _moved.TrySetResult();
        _moved = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
