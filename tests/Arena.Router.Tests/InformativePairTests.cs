using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Ratings.Engine;
using Arena.Router.Models;
using Arena.Router.Pairing;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Preference = Arena.Ratings.Engine.Preference;

namespace Arena.Router.Tests;

public class InformativePairTests
{
    private const double UniformShare = 0.1;

    private readonly PairEvidence _evidence = new();
    private readonly ModelPool _pool = new(Monitor(new ModelPoolOptions()), new ManualTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Before_any_vote_every_pair_is_equally_likely() => Assert.Equal([1, 1, 1], Relative(Probabilities("a", "b", "c")));

    [Fact]
    public void A_newcomer_is_drawn_most()
    {
        var votes = new Tally();
        votes.Add("a", "b", Preference.Left, 50);
        votes.Add("b", "a", Preference.Left, 50);
        _evidence.Replace(votes);

        var probabilities = Probabilities("a", "b", "new");

        Assert.Equal(["a-new", "b-new"], probabilities.OrderByDescending(pair => pair.Value).Take(2).Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.InRange(probabilities["a-b"], UniformShare / 3, 0.05);
    }

    [Fact]
    public void Of_equally_informative_pairs_a_warm_one_is_preferred_and_by_no_more_than_the_bonus()
    {
        _pool.Replace([Model("a", loaded: true), Model("b", loaded: true), Model("c"), Model("d")]);

        var probabilities = Probabilities("a", "b", "c", "d");

        // All pairs teach the same: weights 1.5 for two warm models, 1.25 for one, 1 for none, and a tenth of the draws ignores them.
        var total = 1.5 + (4 * 1.25) + 1;
        Assert.Equal((0.9 * 1.5 / total) + (0.1 / 6), probabilities["a-b"], 12);
        Assert.Equal((0.9 * 1.25 / total) + (0.1 / 6), probabilities["a-c"], 12);
        Assert.Equal((0.9 / total) + (0.1 / 6), probabilities["c-d"], 12);
        Assert.True(probabilities["a-b"] <= 1.5 * probabilities["c-d"]);
    }

    [Fact]
    public void Every_pair_keeps_its_share_however_little_it_teaches()
    {
        var votes = new Tally();
        votes.Add("a", "b", Preference.Left, 1_000_000);
        votes.Add("b", "a", Preference.Left, 1_000);
        _evidence.Replace(votes);
        _pool.Replace([Model("c", loaded: true), Model("d", loaded: true)]);

        Assert.All(Probabilities("a", "b", "c", "d").Values, probability => Assert.InRange(probability, UniformShare / 6, 1));
    }

    [Fact]
    public async Task The_service_learns_of_the_votes_and_keeps_what_it_knows_while_the_ledger_is_away()
    {
        var time = new ManualTimeProvider();
        await using var host = new RouterHost(time: time, settings: ("Router:Battles:PairPolicy", "informative"));
        host.Ratings.Votes = [new PairVotes { ModelLeft = "m1", ModelRight = "m2", Left = 100_000, Right = 100_000 }];
        await Eventually.TrueAsync(async () => await ProbabilityOfKnownPairAsync(host) is > 0 and < 0.05, "the pair of known models is rare");

        host.Ratings.Votes = null;
        await time.AdvanceToNextTimerAsync(Token);

        Assert.InRange(await ProbabilityOfKnownPairAsync(host), 0.03, 0.05);
    }

    /// <summary>Of three models two are known; a third of the floor of 0.1 is what their pair keeps.</summary>
    private static async Task<double> ProbabilityOfKnownPairAsync(RouterHost host)
    {
        for (var draw = 0; draw < 1000; draw++)
        {
            var battle = await host.Router.StartBattleAsync(new StartBattleRequest { Message = "hello" }, cancellationToken: Token);
            Assert.Equal("informative", battle.PairPolicy);
            if (!((string[])[battle.ModelA, battle.ModelB]).Contains("m3", StringComparer.Ordinal))
            {
                return battle.PairProbability;
            }
        }

        return 0;
    }

    private Dictionary<string, double> Probabilities(params string[] models)
    {
        var pairs = ModelPair.Among([.. models.Select(id => new PoolModel(id, ""))]);
        var policy = new InformativePairPolicy(_evidence, _pool, Monitor(new InformativeOptions()));
        return pairs.Zip(PairLottery.Probabilities(policy.Weigh(pairs), UniformShare))
            .ToDictionary(pair => $"{pair.First.First}-{pair.First.Second}", pair => pair.Second, StringComparer.Ordinal);
    }

    private static IEnumerable<double> Relative(Dictionary<string, double> probabilities) =>
        probabilities.Values.Select(probability => Math.Round(probability * probabilities.Count, 9));

    private static Model Model(string id, bool loaded = false) => new() { Id = id, Available = true, Loaded = loaded };

    private static IOptionsMonitor<T> Monitor<T>(T options)
        where T : class =>
        new ServiceCollection().AddSingleton<IOptionsFactory<T>>(new Fixed<T>(options)).AddOptions().BuildServiceProvider()
            .GetRequiredService<IOptionsMonitor<T>>();

    private sealed class Fixed<T>(T options) : IOptionsFactory<T>
        where T : class
    {
        public T Create(string name) => options;
    }
}
