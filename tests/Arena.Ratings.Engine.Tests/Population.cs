using FsCheck;
using FsCheck.Fluent;

namespace Arena.Ratings.Engine.Tests;

/// <summary>Votes of an invented population, the same for the same seed.</summary>
internal static class Population
{
    private static readonly Preference[] Outcomes = [Preference.Left, Preference.Right, Preference.Tie, Preference.BothBad];

    /// <summary>Votes in order: a few models, each pair a few times, so that now and then one only won or never played.</summary>
    public static (string Left, string Right, Preference Preference)[] Votes(int seed, int most = 120)
    {
        var random = new Random(seed);
        var models = random.Next(2, 8);
        var strengths = Enumerable.Range(0, models).Select(_ => random.NextDouble() * 4).ToArray();
        return
        [
            .. Enumerable.Range(0, random.Next(1, most)).Select(_ =>
            {
                var left = random.Next(models);
                var right = (left + random.Next(1, models)) % models;
                var wins = random.NextDouble() < 1 / (1 + Math.Exp(strengths[right] - strengths[left]));
                return ($"m{left}", $"m{right}", random.Next(4) == 0 ? Outcomes[random.Next(2, 4)] : wins ? Preference.Left : Preference.Right);
            }),
        ];
    }

    /// <summary>Votes in which every pair met at least twice and lost once each, so that the maximum exists.</summary>
    public static (string Left, string Right, Preference Preference)[] ConnectedVotes(int seed)
    {
        var votes = Votes(seed);
        var models = votes.SelectMany(vote => new[] { vote.Left, vote.Right }).Distinct(StringComparer.Ordinal).ToArray();
        return
        [
            .. votes,
            .. from left in models from right in models where left != right select (left, right, Preference.Left),
        ];
    }

    public static Tally Tally(IEnumerable<(string Left, string Right, Preference Preference)> votes)
    {
        var tally = new Tally();
        foreach (var (left, right, preference) in votes)
        {
            tally.Add(left, right, preference);
        }

        return tally;
    }

    public static void ForAny(Action<int> check, int cases = 60) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases), Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed => check(seed.Get)));
}
