namespace Arena.Ratings.Engine.Tests;

public sealed class BootstrapTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly PairwiseFit Fit = BradleyTerry.Fit(Crowd());

    [Fact]
    public void The_same_seed_gives_the_same_intervals_on_any_number_of_threads()
    {
        var one = Bootstrap.Intervals(Fit, RatingScale.Default, new(60, Seed: 9) { Threads = 1 }, Token);
        Assert.Equal(one, Bootstrap.Intervals(Fit, RatingScale.Default, new(60, Seed: 9) { Threads = 4 }, Token));
        Assert.NotEqual(one, Bootstrap.Intervals(Fit, RatingScale.Default, new(60, Seed: 10), Token));
    }

    [Fact]
    public void Widths_are_those_of_the_sandwich()
    {
        var drawn = Bootstrap.Intervals(Fit, RatingScale.Default, new(1000, Seed: 1), Token);
        var sandwich = SandwichIntervals.Of(Fit, RatingScale.Default);
        Assert.All(drawn.Zip(sandwich), pair => Assert.InRange(pair.First.HalfWidth / pair.Second.HalfWidth, 0.88, 1.12));
        Assert.All(drawn.Zip(sandwich), pair => Assert.InRange(Math.Abs(pair.First.Lower - pair.Second.Lower) / pair.Second.HalfWidth, 0, 0.2));
    }

    [Fact]
    public void A_model_with_two_votes_is_as_uncertain_as_the_information_says()
    {
        var tally = Crowd();
        tally.Add("new", "m0", Preference.Tie);
        tally.Add("m1", "new", Preference.BothBad);
        var fit = BradleyTerry.Fit(tally);
        var drawn = Bootstrap.Intervals(fit, RatingScale.Default, new(200, Seed: 1), Token);

        Assert.InRange(drawn[fit.Models.Count - 1].HalfWidth, 300, 700);
        Assert.All(drawn.Take(fit.Models.Count - 1), interval => Assert.InRange(interval.HalfWidth, 5, 40));
    }

    /// <summary>Chance of a success 0.003 … 0.97, trials 1 … a million: mean and variance, and for few trials the whole distribution.</summary>
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(12, 0.5)]
    [InlineData(40, 0.97)]
    [InlineData(900, 0.003)]
    [InlineData(900, 0.2)]
    [InlineData(1_000_000, 0.6)]
    public void Binomial_draws_are_binomial(long trials, double chance)
    {
        const int Draws = 40_000;
        var random = new Xoshiro(42, 7);
        var (sum, squares) = (0.0, 0.0);
        var counts = new double[Math.Min(trials, 1000) + 1];
        for (var i = 0; i < Draws; i++)
        {
            var drawn = Binomial.Draw(ref random, trials, chance);
            Assert.InRange(drawn, 0, trials);
            var off = drawn - (trials * chance);
            sum += off;
            squares += off * off;
            counts[Math.Min(drawn, counts.Length - 1)]++;
        }

        var variance = trials * chance * (1 - chance);
        Assert.InRange(sum / Draws / Math.Sqrt(variance / Draws), -4, 4);
        Assert.InRange(squares / Draws / variance, 0.96, 1.04);
        if (trials <= 1000)
        {
            var binomial = new MathNet.Numerics.Distributions.Binomial(chance, (int)trials);
            var (chiSquare, cells) = (0.0, 0);
            for (var k = 0; k < counts.Length; k++)
            {
                var expected = Draws * binomial.Probability(k);
                if (expected > 20)
                {
                    chiSquare += (counts[k] - expected) * (counts[k] - expected) / expected;
                    cells++;
                }
            }

            Assert.InRange(chiSquare, 0, cells + (6 * Math.Sqrt(2 * cells)));
        }
    }

    private static Tally Crowd()
    {
        var (random, tally) = (new Random(20260102), new Tally());
        for (var vote = 0; vote < 6000; vote++)
        {
            var left = random.Next(6);
            var right = (left + random.Next(1, 6)) % 6;
            var wins = random.NextDouble() < 1 / (1 + Math.Exp((right - left) / 4.0));
            tally.Add($"m{left}", $"m{right}", random.Next(5) == 0 ? Preference.Tie : wins ? Preference.Left : Preference.Right);
        }

        return tally;
    }
}
