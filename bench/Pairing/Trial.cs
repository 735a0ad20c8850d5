using Arena.Ratings.Engine;
using Arena.Router.Models;
using Arena.Router.Pairing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Arena.Bench.Pairing;

/// <summary>One population voting under one policy, which learns of the votes every <see cref="Batch"/> votes.</summary>
internal sealed class Trial(Scenario scenario, int seed)
{
    private const int Batch = 50;
    private const int GivenUp = 200_000;
    private const double UniformShare = 0.1;

    public static Func<PairEvidence, IPairPolicy> Uniform => _ => new UniformPairPolicy();

    public static Func<PairEvidence, IPairPolicy> Informative => evidence => new InformativePairPolicy(
        evidence,
        new(Monitor<ModelPoolOptions>(), TimeProvider.System),
        Monitor<InformativeOptions>());

    /// <summary>Votes until the widest interval is narrow enough, not counting those that the board began with.</summary>
    public int VotesNeeded(Func<PairEvidence, IPairPolicy> policyOf)
    {
        var (population, random, evidence) = (new Population(scenario, seed), new Random(seed), new PairEvidence());
        var policy = policyOf(evidence);
        var pairs = ModelPair.Among([.. population.Ids.Select(id => new PoolModel(id, ""))]);
        for (var votes = 0; votes < GivenUp; votes += Batch)
        {
            evidence.Replace(population.Votes);
            if (WidestHalfWidth(population) <= Population.TargetHalfWidth)
            {
                return votes;
            }

            var weights = policy.Weigh(pairs);
            for (var vote = 0; vote < Batch; vote++)
            {
                var pair = PairLottery.Draw(pairs, weights, UniformShare, random).Pair;
                population.Vote(pair.First, pair.Second);
            }
        }

        throw new InvalidOperationException($"{GivenUp} votes were not enough.");
    }

    /// <summary>By the board's own intervals, in points.</summary>
    private static double WidestHalfWidth(Population population)
    {
        if (population.Votes.Models.Count < Population.Models)
        {
            return double.PositiveInfinity;
        }

        var fit = BradleyTerry.Fit(population.Votes);
        return fit.Outsiders.Count > 0 ? double.PositiveInfinity : SandwichIntervals.Of(fit, RatingScale.Default).Max(interval => interval.HalfWidth);
    }

    private static IOptionsMonitor<T> Monitor<T>()
        where T : class =>
        new ServiceCollection().AddOptions<T>().Services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<T>>();
}
