using Arena.Router.Models;
using Arena.Router.Pairing;
using Microsoft.Extensions.Options;

namespace Arena.Router.Routing;

/// <summary>
/// Which model answers with tools: the first configured one that can answer now; where none is configured, the best of those that take
/// tools: a real one before a simulated one, then the one with the longest context.
/// </summary>
internal sealed class ToolModels(ModelPool pool, IOptionsMonitor<RoutingOptions> options)
{
    /// <summary>The public id of the model; null when none can answer now.</summary>
    public async Task<string?> ChooseAsync(CancellationToken cancellationToken)
    {
        var models = await pool.GetAsync(cancellationToken);
        var configured = options.CurrentValue.ToolModels;
        return configured.Count > 0
            ? configured.FirstOrDefault(id => models.Any(model => string.Equals(model.Id, id, StringComparison.Ordinal)))
            : Best(models)?.Id;
    }

    private static PoolModel? Best(IEnumerable<PoolModel> models) => models
        .Where(model => model.TakesTools)
        .OrderBy(model => model.IsSimulated)
        .ThenByDescending(model => model.ContextLength)
        .ThenBy(model => model.Id, StringComparer.Ordinal)
        .FirstOrDefault();
}
