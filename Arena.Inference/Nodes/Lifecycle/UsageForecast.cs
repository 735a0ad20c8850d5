namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>
/// What is likely to be asked for at an hour of the day: uses counted by hour and model, each day counting half as much as the one after.
/// Not safe for concurrent use.
/// </summary>
internal sealed class UsageForecast
{
    private const double DayWeight = 0.5;

    /// <summary>Below this many uses at an hour nothing is loaded for it.</summary>
    private const double Enough = 2;

    private readonly Dictionary<(string Model, int Hour), (double Uses, DateTimeOffset At)> _uses = [];

    public void Used(string model, DateTimeOffset now)
    {
        var key = (model, now.Hour);
        _uses[key] = (Uses(key, now) + 1, now);
    }

    /// <summary>The models that are likely to be used within the next half hour, the likeliest first.</summary>
    public IReadOnlyList<string> Likely(DateTimeOffset now)
    {
        var soon = now.AddMinutes(30);
        return
        [
            .. from model in _uses.Keys.Select(key => key.Model).Distinct(StringComparer.Ordinal)
               let uses = Math.Max(Uses((model, now.Hour), now), Uses((model, soon.Hour), soon))
               where uses >= Enough
               orderby uses descending, model
               select model,
        ];
    }

    private double Uses((string Model, int Hour) key, DateTimeOffset now) =>
        _uses.TryGetValue(key, out var known) ? known.Uses * Math.Pow(DayWeight, Math.Round((now - known.At).TotalDays)) : 0;
}
