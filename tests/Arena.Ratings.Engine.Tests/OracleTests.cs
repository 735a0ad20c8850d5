using MathNet.Numerics.LinearAlgebra;

namespace Arena.Ratings.Engine.Tests;

/// <summary>The same estimates by other means: vote by vote, with dense matrices of Math.NET.</summary>
public sealed class OracleTests
{
    [Fact]
    public void Newton_on_counts_equals_logistic_regression_on_votes() => Population.ForAny(
        seed =>
        {
            var votes = Population.ConnectedVotes(seed);
            var fit = BradleyTerry.Fit(Population.Tally(votes));
            var (strengths, bread, meat) = Regress(votes, fit.Models);

            Assert.All(fit.Strengths.Zip(strengths), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
            var sandwich = bread * meat * bread;
            var (ours, information) = (Covariance.Of(fit), Covariance.Of(fit, CovarianceKind.InverseInformation));
            for (var i = 0; i < fit.Models.Count; i++)
            {
                Assert.Equal(sandwich[i, i], ours.Variance(i), 1e-9);
                Assert.Equal(bread[i, i], information.Variance(i), 1e-9);
                Assert.Equal(sandwich[i, i] + sandwich[0, 0] - (2 * sandwich[i, 0]), ours.OfDifference(i, 0), 1e-9);
            }
        },
        cases: 25);

    [Fact]
    public void Hunters_iteration_ends_where_Newton_does()
    {
        var votes = Population.ConnectedVotes(11);
        var fit = BradleyTerry.Fit(Population.Tally(votes));

        // π_i ← W_i / Σ_j n_ij / (π_i + π_j). Source: Hunter, Annals of Statistics 32 (2004).
        var index = fit.Models.Index().ToDictionary(model => model.Item, model => model.Index, StringComparer.Ordinal);
        var powers = fit.Models.Select(_ => 1.0).ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var (wins, norms) = (new double[powers.Length], new double[powers.Length]);
            foreach (var (left, right, preference) in votes)
            {
                var (i, j) = (index[left], index[right]);
                wins[i] += preference.LeftScore();
                wins[j] += 1 - preference.LeftScore();
                norms[i] += 1 / (powers[i] + powers[j]);
                norms[j] += 1 / (powers[i] + powers[j]);
            }

            powers = [.. wins.Zip(norms, (won, norm) => won / norm)];
        }

        var mean = powers.Average(Math.Log);
        Assert.All(fit.Strengths.Zip(powers), pair => Assert.Equal(Math.Log(pair.Second) - mean, pair.First, 1e-8));
    }

    [Fact]
    public void Davidsons_maximum_has_no_slope_in_any_direction() => Population.ForAny(
        seed =>
        {
            var votes = Population.ConnectedVotes(seed).Append(("m0", "m1", Preference.Tie)).ToArray();
            var fit = Davidson.Fit(Population.Tally(votes));
            var point = fit.Strengths.Append(Math.Log(fit.TieParameter!.Value)).ToArray();
            double Likelihood(double[] at) => votes.Sum(vote => Math.Log(DavidsonChance(vote, fit.Models, at)));

            Assert.Equal(Likelihood(point), fit.LogLikelihood, 1e-6);
            for (var k = 0; k < point.Length; k++)
            {
                const double Step = 1e-5;
                var (above, below) = (point.ToArray(), point.ToArray());
                above[k] += Step;
                below[k] -= Step;
                Assert.Equal(0, (Likelihood(above) - Likelihood(below)) / (2 * Step), 1e-4);
            }
        },
        cases: 25);

    [Fact]
    public void Davidson_without_ties_is_Bradley_Terry()
    {
        var decisive = Population.Tally(Population.ConnectedVotes(5).Where(vote => vote.Preference is Preference.Left or Preference.Right));
        var fit = Davidson.Fit(decisive);
        Assert.Equal(0, fit.TieParameter);
        Assert.Equal(BradleyTerry.Fit(decisive).Strengths, fit.Strengths);
    }

    private static double DavidsonChance((string Left, string Right, Preference Preference) vote, IReadOnlyList<string> models, double[] at)
    {
        var half = (at[models.Index().First(model => model.Item == vote.Left).Index] - at[models.Index().First(model => model.Item == vote.Right).Index]) / 2;
        var nu = Math.Exp(at[^1]);
        var all = Math.Exp(half) + Math.Exp(-half) + nu;
        return vote.Preference switch
        {
            Preference.Left => Math.Exp(half) / all,
            Preference.Right => Math.Exp(-half) / all,
            _ => nu / all,
        };
    }

    /// <summary>Logistic regression with one row per vote, by Newton in the mean gauge.</summary>
    private static (Vector<double> Strengths, Matrix<double> Bread, Matrix<double> Meat) Regress(
        (string Left, string Right, Preference Preference)[] votes, IReadOnlyList<string> models)
    {
        var design = Matrix<double>.Build.Dense(votes.Length, models.Count);
        var scores = Vector<double>.Build.Dense([.. votes.Select(vote => vote.Preference.LeftScore())]);
        foreach (var (row, vote) in votes.Index())
        {
            design[row, models.Index().First(model => model.Item == vote.Left).Index] = 1;
            design[row, models.Index().First(model => model.Item == vote.Right).Index] = -1;
        }

        var strengths = Vector<double>.Build.Dense(models.Count);
        var constant = Matrix<double>.Build.Dense(models.Count, models.Count, 1.0 / models.Count); // the projection on what no vote shows
        Matrix<double> bread = null!, meat = null!;
        for (var round = 0; round < 40; round++)
        {
            var chances = (design * strengths).Map(z => 1 / (1 + Math.Exp(-z)));
            var residuals = scores - chances;
            bread = ((design.Transpose() * Matrix<double>.Build.DiagonalOfDiagonalVector(chances.Map(p => p * (1 - p))) * design) + constant).Inverse() - constant;
            meat = design.Transpose() * Matrix<double>.Build.DiagonalOfDiagonalVector(residuals.PointwisePower(2)) * design;
            strengths += bread * (design.Transpose() * residuals);
        }

        return (strengths, bread, meat);
    }
}
