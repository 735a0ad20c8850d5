using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The log of one resource instance: the last lines, and a channel for each who follows it.</summary>
internal sealed class ResourceLog(TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Queue<LogLine> _backlog = new();
    private readonly List<Channel<LogLine>> _followers = [];
    private readonly Lock _lock = new();
    private int _lastNumber;
    private bool _isComplete;

    public void Add(string text, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_lastNumber, $"{time.GetUtcNow().UtcDateTime:O} {text}", isError);
            _backlog.Enqueue(line);
            if (_backlog.Count > Capacity)
            {
                _backlog.Dequeue();
            }

            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(line);
            }
        }
    }

    public IReadOnlyList<LogLine> Backlog
    {
        get
        {
            lock (_lock)
            {
                return [.. _backlog];
            }
        }
    }

    public Channel<LogLine> Follow()
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        lock (_lock)
        {
            foreach (var line in _backlog)
            {
                channel.Writer.TryWrite(line);
            }

            if (_isComplete)
            {
                channel.Writer.Complete();
            }
            else
            {
                _followers.Add(channel);
            }
        }

        return channel;
    }

    public void Unfollow(Channel<LogLine> channel)
    {
        lock (_lock)
        {
            _followers.Remove(channel);
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            foreach (var follower in _followers)
            {
                follower.Writer.TryComplete();
            }
        }
    }
}
