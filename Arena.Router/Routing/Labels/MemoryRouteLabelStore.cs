using Arena.Contracts.Router;
using Microsoft.Extensions.Options;

namespace Arena.Router.Routing.Labels;

/// <summary>Labels in this process alone, gone with it.</summary>
internal sealed class MemoryRouteLabelStore(IOptionsMonitor<RoutingOptions> options) : IRouteLabelStore
{
    private readonly Lock _lock = new();
    private readonly Queue<RouteLabel> _labels = new();

    public Task AddAsync(RouteLabel label, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _labels.Enqueue(label.Clone());
            while (_labels.Count > options.CurrentValue.MaxLabels)
            {
                _labels.Dequeue();
            }
        }

        return Task.CompletedTask;
    }

    public Task<(IReadOnlyList<RouteLabel> Labels, int Total)> ListAsync(int offset, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<RouteLabel> labels = [.. _labels.Skip(offset).Take(limit).Select(label => label.Clone())];
            return Task.FromResult((labels, _labels.Count));
        }
    }
}
