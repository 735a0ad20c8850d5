using Arena.Ratings.Engine;

namespace Arena.Ratings.Tests;

public class EloTests
{
    private const double K = 32;

    /// <summary>Rounding moves a sum of ratings by no more than this.</summary>
    private const double Rounding = 1e-9;

    public static TheoryData<double, double, double> KnownUpdates => new()
    {
        { 1500, 1500, 16 },
        { 1600, 1400, 32 * (1 - (1 / (1 + Math.Pow(10, -0.5)))) },
        { 1400, 1600, 32 * (1 - (1 / (1 + Math.Pow(10, 0.5)))) },
    };

    [Theory]
    [MemberData(nameof(KnownUpdates))]
    public void A_win_moves_K_times_what_was_not_expected(double left, double right, double gain) =>
        Assert.Equal(new EloUpdate(left + gain, right - gain), Elo.Rate(left, right, Preference.Left.LeftScore(), K));

    [Fact]
    public void Four_hundred_points_are_ten_to_one() => Assert.Equal(10.0 / 11, Elo.Expected(1900, 1500), 15);

    [Fact]
    public void A_tie_and_two_bad_answers_between_equals_move_nothing() =>
        Assert.Equal(
            [new EloUpdate(1500, 1500), new EloUpdate(1500, 1500)],
            [Elo.Rate(1500, 1500, Preference.Tie.LeftScore(), K), Elo.Rate(1500, 1500, Preference.BothBad.LeftScore(), K)]);

    [Fact]
    public void The_sum_of_ratings_is_conserved() => ForAnyVote((left, right, score) =>
    {
        var update = Elo.Rate(left, right, score, K);
        Assert.InRange(update.Left + update.Right - (left + right), -Rounding, Rounding);
    });

    [Fact]
    public void A_winner_never_loses_points_and_a_loser_never_gains_any() => ForAnyVote((left, right, _) =>
    {
        var won = Elo.Rate(left, right, 1, K);
        var lost = Elo.Rate(left, right, 0, K);
        Assert.True(won.Left >= left && won.Right <= right, $"{left} beat {right}: {won}");
        Assert.True(lost.Left <= left && lost.Right >= right, $"{left} lost to {right}: {lost}");
    });

    [Fact]
    public void No_vote_moves_more_than_K() => ForAnyVote((left, right, score) =>
    {
        var update = Elo.Rate(left, right, score, K);
        Assert.InRange(Math.Abs(update.Left - left), 0, K + Rounding);
        Assert.InRange(Math.Abs(update.Right - right), 0, K + Rounding);
    });

    [Fact]
    public void Seats_do_not_matter() => ForAnyVote((left, right, score) =>
    {
        var seen = Elo.Rate(left, right, score, K);
        var mirrored = Elo.Rate(right, left, 1 - score, K);
        Assert.InRange(seen.Left - mirrored.Right, -Rounding, Rounding);
        Assert.InRange(seen.Right - mirrored.Left, -Rounding, Rounding);
    });

    private static void ForAnyVote(Action<double, double, double> check)
    {
        var random = new Random(20260102);
        double[] scores = [0, 0.5, 1];
        double[] extremes = [-1e6, 0, 1500, 1e6];
        foreach (var left in extremes)
        {
            foreach (var right in extremes)
            {
                Array.ForEach(scores, score => check(left, right, score));
            }
        }

        for (var i = 0; i < 10_000; i++)
        {
            check(random.NextDouble() * 4000, random.NextDouble() * 4000, scores[random.Next(scores.Length)]);
        }
    }
}
