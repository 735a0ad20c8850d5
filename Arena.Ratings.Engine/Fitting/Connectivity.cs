namespace Arena.Ratings.Engine;

/// <summary>
/// Who can be compared with whom. Every vote leads from the model that lost to the one that scored; a tie leads both ways. A finite, unique
/// maximum of the likelihood exists exactly when each model can be reached from each other one: one strongly connected component.
/// Sources: Ford, American Mathematical Monthly 64 (1957); Tarjan, SIAM Journal on Computing 1 (1972).
/// </summary>
public sealed class Connectivity
{
    private Connectivity(IReadOnlyList<IReadOnlyList<string>> components, int islands) => (Components, Islands) = (components, islands);

    /// <summary>The strongly connected components, the one with most models first (of equal ones: with most battles, then by name).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Components { get; }

    /// <summary>Parts between which there is no vote at all: 1, or what is said about the distance between them is no measurement.</summary>
    public int Islands { get; }

    /// <summary>Whether the exact fit rates every model.</summary>
    public bool IsConnected => Components.Count == 1;

    /// <summary>What is wrong and whom it concerns, as a sentence; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            if (IsConnected)
            {
                return null;
            }

            var cause = Islands > 1
                ? $"The votes fall into {Islands} islands that never met"
                : "Some models only won or only lost against the rest, so that their strength has no finite estimate";
            return $"{cause}. Components: {string.Join(" | ", Components.Select(Shown))}.";
        }
    }

    internal static Connectivity Of(Comparisons comparisons)
    {
        var graph = new VoteGraph(comparisons);
        var battles = comparisons.Battles();
        var components = graph.StrongComponents()
            .OrderByDescending(members => members.Count)
            .ThenByDescending(members => members.Sum(model => battles[model]))
            .ThenBy(members => members[0])
            .Select(members => (IReadOnlyList<string>)[.. members.Select(model => comparisons.Models[model])]);
        return new([.. components], graph.Islands());
    }

    private static string Shown(IReadOnlyList<string> members)
    {
        const int Most = 5;
        var names = string.Join(", ", members.Take(Most));
        return members.Count > Most ? $"{names} and {members.Count - Most} more" : names;
    }
}
