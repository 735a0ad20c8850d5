using Microsoft.AspNetCore.Http.Extensions;

namespace Arena.Web.Boards;

/// <summary>
/// Which board a page shows, as its address says it: the parameters of <c>/api/leaderboard</c>, and a <c>period</c> that ends now. What a
/// value may be is the ratings service's to say.
/// </summary>
public sealed record BoardFilter
{
    public const string Elo = "elo";

    /// <summary>Days by name, shortest first.</summary>
    public static readonly IReadOnlyList<(string Name, int Days, string Title)> Periods =
        [("7d", 7, "Last 7 days"), ("30d", 30, "Last 30 days"), ("90d", 90, "Last 90 days"), ("1y", 365, "Last year")];

    private static readonly string[] Parameters =
        ["method", "category", "language", "from", "to", "ties", "both_bad", "weights", "style_control", "quality", "by"];

    private static readonly string[] Advanced = ["by", "from", "to", "ties", "both_bad", "weights", "style_control", "quality"];

    private readonly IReadOnlyDictionary<string, string> _values;

    private BoardFilter(IReadOnlyDictionary<string, string> values) => _values = values;

    public static BoardFilter Default { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The live ratings, to which no filter applies.</summary>
    public bool IsElo => this["method"] == Elo;

    /// <summary>The same votes, rated by a fit.</summary>
    public BoardFilter Fitted => IsElo ? new(_values.Where(set => set.Key != "method").ToDictionary(StringComparer.Ordinal)) : this;

    /// <summary>Whether anything but the default board is asked for.</summary>
    public bool IsNarrowed => _values.Count > 0;

    /// <summary>Whether something is set that only the advanced fields show.</summary>
    public bool IsAdvanced => Advanced.Any(_values.ContainsKey);

    /// <summary>What is set.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The value of a parameter; empty where it is not set.</summary>
    public string this[string parameter] => _values.GetValueOrDefault(parameter, "");

    public static BoardFilter Of(IQueryCollection query) => new(
        Parameters.Append("period")
            .Select(parameter => (parameter, Value: query[parameter].ToString()))
            .Where(set => set.Value.Length > 0)
            .ToDictionary(set => set.parameter, set => set.Value, StringComparer.Ordinal));

    /// <summary>The query for the ratings service.</summary>
    /// <param name="now">Where a period ends; it begins at midnight (UTC), so that a board is the same one all day.</param>
    /// <param name="more">Parameters that are not of the filter.</param>
    public string ForService(DateTimeOffset now, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryBuilder();
        foreach (var parameter in Parameters)
        {
            if (_values.TryGetValue(parameter, out var value))
            {
                query.Add(parameter, value);
            }
        }

        if (Periods.FirstOrDefault(period => period.Name == this["period"]).Days is > 0 and var days && this["from"].Length == 0)
        {
            query.Add("from", $"{now.UtcDateTime.AddDays(-days):yyyy-MM-dd}");
        }

        return Build(query, more);
    }

    /// <summary>The query of a page that shows the same board.</summary>
    public string ForPage(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryBuilder();
        foreach (var (parameter, value) in _values)
        {
            query.Add(parameter, value);
        }

        return Build(query, more);
    }

    private static string Build(QueryBuilder query, ReadOnlySpan<(string Name, string Value)> more)
    {
        foreach (var (name, value) in more)
        {
            query.Add(name, value);
        }

        return query.ToString();
    }
}
