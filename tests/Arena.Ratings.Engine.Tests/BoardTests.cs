using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

public sealed class BoardTests
{
    [Fact]
    public void Ranks_are_as_sure_as_the_intervals()
    {
        var board = Leaderboard.Of(
            [
                new Standing("low", 900, new(880, 920), 500),
                new Standing("one", 1100, new(1050, 1150), 500),
                new Standing("new", 1300, new(900, 1700), 5, Ranked: false),
                new Standing("two", 1080, new(1040, 1120), 99),
            ],
            RatingScale.Default);
        Assert.Equal(
            [
                ("new", BoardStatus.Preliminary, null),
                ("one", BoardStatus.Usable, new RankRange(1, 1, 2)),
                ("two", BoardStatus.Preliminary, new RankRange(2, 1, 2)),
                ("low", BoardStatus.Established, new RankRange(3, 3, 3)),
            ],
            board.Rows.Select(row => (row.Model, row.Status, row.Ranks)));
    }

    [Fact]
    public void Mean_win_probability_is_the_chance_against_the_field()
    {
        var board = Leaderboard.Of([new("a", 1400, null, 1), new("b", 1000, null, 1), new("c", 1000, null, 1)], RatingScale.Default);
        Assert.Equal([10.0 / 11, (0.5 + (1.0 / 11)) / 2, (0.5 + (1.0 / 11)) / 2], board.Rows.Select(row => row.MeanWinProbability), Close);
        Assert.All(board.Rows, row => Assert.Equal(BoardStatus.Preliminary, row.Status));
    }

    [Fact]
    public void Win_rates_count_both_seats_and_no_ties()
    {
        var tally = Textbook.Wins(("a", "b", 3), ("b", "a", 1), ("a", "c", 1));
        tally.Add("a", "b", Preference.Right, 2);
        tally.Add("a", "b", Preference.Tie, 9);
        var rates = WinRates.Of(tally);
        Assert.Equal([null, 0.5, 1], [rates[0, 0], rates[0, 1], rates[0, 2]]);
        Assert.Equal([0.75, 0.5, 0], [rates.Average(0), rates.Average(1), rates.Average(2)]);
        Assert.Null(rates[1, 2]);
    }

    /// <summary>Wilson's interval of 10 in 50 and of 0 in 10, as R's binom::binom.wilson prints them.</summary>
    [Fact]
    public void Both_bad_is_a_rate_with_an_interval()
    {
        var tally = Textbook.Wins(("a", "b", 40), ("c", "d", 10));
        tally.Add("a", "b", Preference.BothBad, 10);
        var rates = BothBadRate.Of(tally).ToDictionary(rate => rate.Model, StringComparer.Ordinal);
        Assert.Equal((50L, 10L, 0.2), (rates["a"].Battles, rates["a"].BothBad, rates["a"].Share));
        Assert.Equal([0.1124375, 0.3303711], [rates["a"].Interval.Lower, rates["a"].Interval.Upper], Close);
        Assert.Equal([0, 0.2775328], [rates["d"].Interval.Lower, rates["d"].Interval.Upper], Close);
    }

    private static readonly EqualityComparer<double> Close = EqualityComparer<double>.Create((one, other) => Math.Abs(one - other) < 1e-6);
}
