using Arena.Inference.Swapping;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>What attributes cannot say of a node whose memory is shared.</summary>
internal static class SwapOptionsRules
{
    private static readonly SwapOptionsValidator Attributes = new();

    /// <summary>The drivers whose protocol can load and unload.</summary>
    private static readonly string[] Loaders = ["vllm", "ollama"];

    public static void Check(string node, NodeOptions asked, ValidateOptionsResultBuilder errors)
    {
        var swap = asked.Swap;
        errors.AddResult(Attributes.Validate($"{InferenceOptions.Section}:Nodes:{node}:Swap", swap));
        if (swap.IsManaged && !Loaders.Contains(asked.Driver, StringComparer.OrdinalIgnoreCase))
        {
            errors.AddError($"Node '{node}' has Swap, but its driver '{asked.Driver}' cannot load models. These can: {string.Join(", ", Loaders)}.");
        }

        if (EvictionPolicies.Find(swap.Eviction) is null)
        {
            errors.AddError($"Node '{node}' has the eviction policy '{swap.Eviction}'. Known: {string.Join(", ", EvictionPolicies.Names)}.");
        }

        if (swap.MinResidence > swap.MaxWait)
        {
            errors.AddError($"Node '{node}' keeps a model for {swap.MinResidence} (MinResidence), longer than the wait after which it must give way (MaxWait {swap.MaxWait}).");
        }

        if (swap.EngineUrl.Length > 0 && !Uri.IsWellFormedUriString(swap.EngineUrl.Replace(SwapOptions.ModelPlaceholder, "m", StringComparison.Ordinal), UriKind.Absolute))
        {
            errors.AddError($"Node '{node}' has the EngineUrl '{swap.EngineUrl}'. It must be an absolute address, with {SwapOptions.ModelPlaceholder} in the place of the model's name.");
        }

        foreach (var model in swap.Models.Where(model => swap.VramMib > 0 && model.VramMib > swap.VramMib))
        {
            errors.AddError($"'{model.Model}' takes {model.VramMib} MiB, more than node '{node}' has ({swap.VramMib}).");
        }

        foreach (var again in swap.Models.GroupBy(model => model.Model, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            errors.AddError($"'{again.Key}' is named more than once in Swap:Models of node '{node}'.");
        }
    }
}
