using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

public sealed class EloReplayTests
{
    /// <summary>evalica's example of three games, and the development data where they are.</summary>
    public static TheoryData<double, double, string> Columns
    {
        get
        {
            var columns = new TheoryData<double, double, string> { { 30, 1000, "evalica" } };
            if (DevelopmentData.Folder is not null)
            {
                columns.Add(4, 1000, "fastchat_online_elo_k4");
                columns.Add(32, 1500, "elo_k32_init1500");
                columns.Add(32, 1000, "elo_k32_init1000");
            }

            return columns;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Known_votes_in_order_give_known_ratings(double k, double start, string column)
    {
        var (battles, expected, tolerance) = column == "evalica"
            ? ([new("pizza", "burger", Preference.Left), new("burger", "sushi", Preference.Right), new("pizza", "sushi", Preference.Tie)],
                new Dictionary<string, double>(StringComparer.Ordinal) { ["pizza"] = 1014.972058, ["burger"] = 970.647200, ["sushi"] = 1014.380742 },
                5e-7)
            : (DevelopmentData.Battles, DevelopmentData.Expected(column), 1e-9);
        var (log, tally) = (new VoteLog(), new Tally());
        foreach (var battle in battles)
        {
            log.Add(tally.IndexOf(battle.Left), tally.IndexOf(battle.Right), battle.Preference);
        }

        var ratings = EloReplay.Play(log, tally.Models.Count, k, start, OutcomePolicy.Default);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), tally.Models.Order(StringComparer.Ordinal));
        Assert.All(tally.Models.Zip(ratings), model => Assert.Equal(expected[model.First], model.Second, tolerance));
    }

    [Fact]
    public void A_replay_takes_the_live_steps_to_the_last_bit() => Population.ForAny(seed =>
    {
        var (votes, log, tally) = (Population.Votes(seed), new VoteLog(), new Tally());
        var live = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (left, right, preference) in votes)
        {
            var update = Elo.Rate(live.GetValueOrDefault(left, 1500), live.GetValueOrDefault(right, 1500), preference.LeftScore(), 32);
            (live[left], live[right]) = (update.Left, update.Right);
            log.Add(tally.IndexOf(left), tally.IndexOf(right), preference);
        }

        var replayed = EloReplay.Play(log, tally.Models.Count, 32, 1500, OutcomePolicy.Default);
        Assert.Equal(tally.Models.Select(model => BitConverter.DoubleToInt64Bits(live[model])), replayed.Select(BitConverter.DoubleToInt64Bits));
    });

    [Fact]
    public void A_bootstrap_is_the_same_on_any_number_of_threads()
    {
        var log = new VoteLog();
        foreach (var (left, right, preference) in Population.Votes(3))
        {
            log.Add(left[1] - '0', right[1] - '0', preference);
        }

        Assert.Equal(
            EloReplay.Bootstrap(log, 10, 32, 1500, OutcomePolicy.Default, new(50, Seed: 4) { Threads = 1 }, TestContext.Current.CancellationToken),
            EloReplay.Bootstrap(log, 10, 32, 1500, OutcomePolicy.Default, new(50, Seed: 4) { Threads = 3 }, TestContext.Current.CancellationToken));
    }
}
