using Arena.Contracts.Router;

namespace Arena.Router.Routing.Labels;

/// <summary>Keeps the last labels, oldest first. Throws <see cref="Sessions.SessionsUnavailableException"/> when the store is down.</summary>
internal interface IRouteLabelStore
{
    Task AddAsync(RouteLabel label, CancellationToken cancellationToken);

    /// <summary>Some of the labels, and how many there are.</summary>
    Task<(IReadOnlyList<RouteLabel> Labels, int Total)> ListAsync(int offset, int limit, CancellationToken cancellationToken);
}
