using Arena.Inference.Nodes;

namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>Reads <c>/v1/models</c>, to which every server adds its own.</summary>
/// <remarks>
/// <code>
/// {"id":"m","owned_by":"vllm","root":"org/m","parent":null,"max_model_len":8192}          vLLM; an adapter has a parent
/// {"id":"m","aliases":["n"],"status":{"value":"loaded"},"meta":{"n_ctx":1024,"size":116951040}}      llama-server
/// </code>
/// </remarks>
internal static class CompletionModels
{
    /// <summary>How Arena.ModelSimulator marks its models in <c>owned_by</c>; real ones have their server's name there.</summary>
    private const string SimulatorOwner = "arena-simulator";

    public static IEnumerable<DiscoveredModel> Read(CompletionModelList list)
    {
        var models = (list.Data ?? []).OfType<CompletionModel>().Where(model => !string.IsNullOrWhiteSpace(model.Id)).ToList();
        foreach (var same in models.GroupBy(IdentityOf))
        {
            var first = same.First();
            yield return new(first.Id!, first.DisplayName, Family: null, first.OwnedBy is SimulatorOwner)
            {
                Aliases = [.. same.SelectMany(NamesOf).Where(name => name != first.Id).Distinct(StringComparer.Ordinal)],
                ContextLength = first.MaxModelLen ?? first.Meta?.NCtx,
                Revision = first.Root ?? (first.Meta is { } meta ? $"{meta.NParams}/{meta.Size}/{meta.Ftype}" : null),
                Loaded = first.Status?.Value is { } status ? status is "loaded" : null,
            };
        }
    }

    /// <summary>An engine of vLLM lists each of the names that it was started with; they have one root, and no parent.</summary>
    private static (string, string?) IdentityOf(CompletionModel model) =>
        model is { Root.Length: > 0, Parent: null } ? (model.Root, null) : ("", model.Id);

    private static IEnumerable<string> NamesOf(CompletionModel model) =>
        (model.Aliases ?? []).OfType<string>().Where(alias => alias.Length > 0).Prepend(model.Id!);
}
