using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The logs of the resources: what their processes write, and what the engine has to say about them.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    internal ResourceLoggerService(TimeProvider time) => _time = time;

    /// <summary>Told of each line as it comes: resource id, text without the time, whether it is an error.</summary>
    internal Action<string, string, bool>? LineAdded { get; set; }

    public ILogger GetLogger(IResource resource) => new ResourceLogger(this, [.. ResourceInstancesAnnotation.IdsOf(resource)]);

    public ILogger GetLogger(string resourceName) => new ResourceLogger(this, [resourceName]);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(ResourceInstancesAnnotation.IdsOf(resource).First());

    /// <summary>The lines so far, then each new one, until the resource has ended.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => FollowAsync(LogOf(resourceName));

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(ResourceLog log, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = log.Follow();
        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (batch.Count < 1000 && channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            log.Unfollow(channel);
        }
    }

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => GetAllAsync(ResourceInstancesAnnotation.IdsOf(resource).First());

    /// <summary>The lines so far.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask;
        yield return LogOf(resourceName).Backlog;
    }

    public void Complete(IResource resource)
    {
        foreach (var id in ResourceInstancesAnnotation.IdsOf(resource))
        {
            Complete(id);
        }
    }

    public void Complete(string name) => LogOf(name).Complete();

    internal void Add(string resourceId, string text, bool isError)
    {
        LogOf(resourceId).Add(text, isError);
        LineAdded?.Invoke(resourceId, text, isError);
    }

    private ResourceLog LogOf(string id) => _logs.GetOrAdd(id, _ => new ResourceLog(_time));

    private sealed class ResourceLogger(ResourceLoggerService service, string[] ids) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception.Message}";
            foreach (var id in ids)
            {
                service.Add(id, text, logLevel >= LogLevel.Error);
            }
        }
    }
}
