using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;

namespace Arena.ModelSimulator.Providers;

/// <summary>A provider outside that speaks every provider's protocol. It has no memory to share and never makes a request wait.</summary>
internal sealed class ProviderNode(FaultBoard faults) : ISimulatedNode
{
    private int _running;

    public int RunningRequests => _running;

    public int WaitingRequests => 0;

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapProviders();

    /// <summary>One request. Disposing it ends it.</summary>
    public ProviderRun Start(SimulatedModel model)
    {
        Interlocked.Increment(ref _running);
        return new(model, faults, () => Interlocked.Decrement(ref _running));
    }
}

/// <summary>One request that a provider runs.</summary>
internal sealed class ProviderRun(SimulatedModel model, FaultBoard faults, Action ended) : IAnswerRun, IDisposable
{
    public CancellationToken Aborted => CancellationToken.None;

    public (double First, double Next) Pace => (model.Options.TimeToFirstTokenSeconds, 1 / model.Options.TokensPerSecond);

    public ValueTask AdvancingAsync(CancellationToken cancellationToken) => faults.AdvancingAsync(model.Id, cancellationToken);

    public void Produced(string token)
    {
    }

    public void Dispose() => ended();
}
