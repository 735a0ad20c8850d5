namespace Arena.Ratings.Engine.Tests;

public sealed class StyleTests
{
    [Fact]
    public void Markdown_is_counted_outside_of_code()
    {
        const string Answer = "# Title\n####### no header\n## Two\n\n- one\n* two\n 3. three\n3.no\n**bold** and __too__, not ** this\n**\n```\n# code\n- code\n**code**\n```\n";
        Assert.Equal(new StyleCounts(Answer.Length, Headers: 2, ListItems: 3, Bold: 2), StyleCounts.Of(Answer));
    }

    /// <summary>Equal models, and voters who like the longer answer: style control finds the taste and evens the models out.</summary>
    [Fact]
    public void Taste_for_length_goes_to_the_coefficient_and_not_to_the_model_that_talks_more()
    {
        var (random, votes) = (new Random(5), new StyledVotes());
        for (var i = 0; i < 20_000; i++)
        {
            var left = random.Next(3);
            var right = (left + random.Next(1, 3)) % 3;
            var (one, other) = (Length(left), Length(right));
            var wins = random.NextDouble() < 1 / (1 + Math.Exp(-2 * (one - other) / (one + other)));
            votes.Add($"m{left}", $"m{right}", wins ? Preference.Left : Preference.Right, new(one, 0, 0, 0), new(other, 0, 0, 0));
        }

        double Length(int model) => (100 * (model + 1)) + random.Next(200);

        var plain = BradleyTerry.Fit(votes.Tally);
        var controlled = StyleControl.Fit(votes);

        Assert.InRange(plain.Strengths[2] - plain.Strengths[0], 0.5, 2);
        Assert.InRange(controlled.Fit.Strengths[2] - controlled.Fit.Strengths[0], -0.15, 0.15);
        Assert.InRange(controlled.Coefficients[0].Logit / controlled.Coefficients[0].StandardError, 10, 100);
        Assert.All(controlled.Coefficients.Skip(1), coefficient => Assert.Equal(0, coefficient.Logit, 1e-9));
        Assert.InRange(controlled.Fit.GradientNorm, 0, 1e-8);
    }

    [Fact]
    public void Without_differences_in_style_the_board_is_the_plain_one() => Population.ForAny(
        seed =>
        {
            var styled = new StyledVotes();
            foreach (var (left, right, preference) in Population.ConnectedVotes(seed))
            {
                styled.Add(left, right, preference, new(10, 1, 1, 1), new(10, 1, 1, 1));
            }

            Assert.All(
                StyleControl.Fit(styled).Fit.Strengths.Zip(BradleyTerry.Fit(styled.Tally).Strengths), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        },
        cases: 10);
}
