using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck;

/// <summary>Health of named services, as the application sets it. Safe for concurrent use.</summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ChannelWriter<ServingStatus>>> _watchers = new(StringComparer.Ordinal);

    /// <param name="service">Name; empty: the server as a whole.</param>
    /// <param name="status">Told to every watcher of the service if it is another than before.</param>
    public void SetStatus(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            var before = StatusOf_NeedsLock(service);
            _statuses[service] = status;
            if (before != status)
            {
                Notify_NeedsLock(service, status);
            }
        }
    }

    /// <summary>Forgets a service: its watchers see SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            Clear_NeedsLock(service);
        }
    }

    /// <summary>Forgets every service.</summary>
    public void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _statuses.Keys.ToArray())
            {
                Clear_NeedsLock(service);
            }
        }
    }

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, ""));
        }
    }

    public override Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context) =>
        WatchAsync(request.Service, responseStream, context.CancellationToken);

    internal async Task WatchAsync(
        string service, IAsyncStreamWriter<HealthCheckResponse> responseStream, CancellationToken cancellationToken)
    {
        // A slow watcher misses what is out of date, never the last status.
        var changes = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Subscribe(service, changes.Writer);
        try
        {
            ServingStatus? sent = null;
            await foreach (var status in changes.Reader.ReadAllAsync(cancellationToken))
            {
                if (sent != status)
                {
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, cancellationToken);
                    sent = status;
                }
            }
        }
        finally
        {
            Unsubscribe(service, changes.Writer);
        }
    }

    private void Subscribe(string service, ChannelWriter<ServingStatus> watcher)
    {
        lock (_lock)
        {
            if (!_watchers.TryGetValue(service, out var watchers))
            {
                _watchers[service] = watchers = [];
            }

            watchers.Add(watcher);
            watcher.TryWrite(StatusOf_NeedsLock(service));
        }
    }

    private void Unsubscribe(string service, ChannelWriter<ServingStatus> watcher)
    {
        lock (_lock)
        {
            var watchers = _watchers[service];
            watchers.Remove(watcher);
            if (watchers.Count == 0)
            {
                _watchers.Remove(service);
            }
        }
    }

    private ServingStatus StatusOf_NeedsLock(string service) =>
        _statuses.TryGetValue(service, out var status) ? status : ServingStatus.ServiceUnknown;

    private void Clear_NeedsLock(string service)
    {
        if (_statuses.Remove(service))
        {
            Notify_NeedsLock(service, ServingStatus.ServiceUnknown);
        }
    }

    private void Notify_NeedsLock(string service, ServingStatus status)
    {
        foreach (var watcher in _watchers.GetValueOrDefault(service) ?? [])
        {
            watcher.TryWrite(status); // never blocks, runs nothing
        }
    }
}
