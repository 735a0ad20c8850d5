namespace Arena.Inference.Models;

/// <summary>Lets models stand in for others that are asked for.</summary>
internal static class Substitutes
{
    /// <summary>
    /// Gives each id of the map the deployments of the model that stands in for it, behind its own. A model that is not there stands in
    /// for nobody, and nobody is stood in for twice over.
    /// </summary>
    public static Dictionary<string, Model> Add(Dictionary<string, Model> models, IReadOnlyDictionary<string, string> map)
    {
        var all = new Dictionary<string, Model>(models, StringComparer.Ordinal);
        foreach (var (id, standIn) in map)
        {
            if (models.TryGetValue(standIn, out var other) && other.Disabled is null && standIn != id)
            {
                var own = models.GetValueOrDefault(id) is { Disabled: null } model
                    ? model
                    : other with { Id = id, DisplayName = DisplayNames.For(id, given: null, other.Simulated), Deployments = [], Version = "" };
                all[id] = own with { Deployments = [.. own.Deployments, .. other.Deployments] };
            }
        }

        return all;
    }
}
