using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Vllm;

/// <summary>The engines of this node.</summary>
internal sealed class VllmNode : ISimulatedNode, IDisposable
{
    public VllmNode(ModelCatalog catalog, VideoMemory memory, SimulatedDelay delay, FaultBoard faults, IOptions<SimulatorOptions> options)
    {
        Engines = [.. catalog.Models.Select(model => new VllmEngine(model, options.Value.Vllm.MaxRunning, memory, delay, faults))];
    }

    public IReadOnlyList<VllmEngine> Engines { get; }

    public int RunningRequests => Engines.Sum(engine => engine.Metrics.NowRunning);

    public int WaitingRequests => Engines.Sum(engine => engine.Metrics.NowWaiting);

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapVllm();

    public void Dispose()
    {
        foreach (var engine in Engines)
        {
            engine.Dispose();
        }
    }
}

/// <summary>The engines that a request is about: one below <c>/engines/{engine}</c>, all of the node at the root.</summary>
internal sealed record EngineScope(IReadOnlyList<VllmEngine> Engines)
{
    /// <summary>The parameter binding of minimal APIs; <see cref="VllmEndpoints"/> has let no unknown engine through.</summary>
    public static ValueTask<EngineScope?> BindAsync(HttpContext http)
    {
        var engines = http.RequestServices.GetRequiredService<VllmNode>().Engines;
        var name = http.GetRouteValue("engine") as string;
        return ValueTask.FromResult<EngineScope?>(new EngineScope(name is null ? engines : [.. engines.Where(engine => engine.Model.Id == name)]));
    }
}
