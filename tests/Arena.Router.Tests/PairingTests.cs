using Arena.Contracts.Router;
using Arena.Router.Pairing;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Router.Tests;

public class PairingTests
{
    private static readonly PoolModel[] Five = [.. "edcba".Select(id => new PoolModel($"{id}", ""))];

    [Fact]
    public void A_pair_has_no_order() => Assert.Equal(new ModelPair("a", "b"), new ModelPair("b", "a"));

    [Fact]
    public void A_model_is_no_pair_with_itself() => Assert.Throws<ArgumentException>(() => new ModelPair("a", "a"));

    [Fact]
    public void A_pair_survives_its_key() => Assert.Equal(new ModelPair("x|y:z", "a b"), ModelPair.FromKey(new ModelPair("x|y:z", "a b").Key));

    [Fact]
    public void Every_two_models_may_meet_once() =>
        Assert.Equal(
            ["a-b", "a-c", "a-d", "a-e", "b-c", "b-d", "b-e", "c-d", "c-e", "d-e"],
            ModelPair.Among(Five).Select(pair => $"{pair.First}-{pair.Second}").Order(StringComparer.Ordinal));

    [Fact]
    public void Variants_of_one_model_never_meet() =>
        Assert.Equal(
            ["q4-other", "q8-other"],
            ModelPair.Among([new("q4", "seven"), new("q8", "seven"), new("other", "")]).Select(pair =>
                pair.First == "other" ? $"{pair.Second}-{pair.First}" : $"{pair.First}-{pair.Second}"));

    [Fact]
    public void Uniform_draws_every_pair_equally_often()
    {
        const int Draws = 100_000;
        var pairs = ModelPair.Among(Five);
        var weights = new UniformPairPolicy().Weigh(pairs);
        var random = new Random(42);

        var draws = Enumerable.Range(0, Draws).Select(_ => PairLottery.Draw(pairs, weights, floor: 0.1, random)).ToArray();

        var expected = (double)Draws / pairs.Count;
        var counts = draws.CountBy(draw => draw.Pair).ToDictionary();
        var chiSquare = pairs.Sum(pair => Math.Pow(counts.GetValueOrDefault(pair) - expected, 2) / expected);
        Assert.InRange(chiSquare, 0, 27.88); // 99.9 % of 9 degrees of freedom
        Assert.All(draws, draw => Assert.Equal(0.1, draw.Probability, 12));
    }

    [Fact]
    public void What_is_said_to_be_the_probability_is_how_often_a_pair_comes()
    {
        const int Draws = 100_000;
        var pairs = ModelPair.Among(Five);
        double[] weights = [0, 1, 2, 3, 4, 0, 0.5, 10, 0, 100];
        var random = new Random(7);

        var draws = Enumerable.Range(0, Draws).Select(_ => PairLottery.Draw(pairs, weights, floor: 0.1, random)).ToArray();

        var said = draws.DistinctBy(draw => draw.Pair).ToDictionary(draw => draw.Pair, draw => draw.Probability);
        Assert.Equal(1, said.Values.Sum(), 12);
        var chiSquare = draws.CountBy(draw => draw.Pair).Sum(count => Math.Pow(count.Value - (Draws * said[count.Key]), 2) / (Draws * said[count.Key]));
        Assert.InRange(chiSquare, 0, 27.88);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_none_falls_below_its_share_of_the_floor() =>
        Prop.ForAll(
            Arb.From(Gen.NonEmptyListOf(Gen.Choose(0, 1000))),
            Arb.From(Gen.Choose(0, 100)),
            (weights, percent) =>
            {
                var probabilities = PairLottery.Probabilities([.. weights.Select(weight => weight / 7.0)], percent / 100.0);
                Assert.Equal(1, probabilities.Sum(), 9);
                Assert.All(probabilities, probability => Assert.InRange(probability, (percent / 100.0 / weights.Count) - 1e-12, 1 + 1e-12));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_floor_a_pair_of_no_weight_is_never_drawn()
    {
        var pairs = ModelPair.Among(Five);
        double[] weights = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var random = new Random(3);

        Assert.All(
            Enumerable.Range(0, 1000).Select(_ => PairLottery.Draw(pairs, weights, floor: 0, random)),
            draw => Assert.Equal(new(pairs[0], 1), draw));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void Weights_that_are_no_weights_are_refused(double weight) =>
        Assert.Throws<ArgumentException>(() => PairLottery.Probabilities([1, weight], 0.1));

    [Fact]
    public void Weights_that_are_all_zero_count_as_equal() => Assert.Equal([0.25, 0.25, 0.25, 0.25], PairLottery.Probabilities([0, 0, 0, 0], 0.1));

    [Fact]
    public void No_pairs_is_an_error_and_no_crash_further_on() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PairLottery.Draw([], [], 0.1, new Random(1)));

    [Fact]
    public void Who_may_answer_depends_on_what_is_needed()
    {
        PoolModel[] models =
        [
            new("plain", ""), new("tools", "") { TakesTools = true }, new("eyes", "") { SeesImages = true },
            new("short", "") { ContextLength = 2000 }, new("long", "") { ContextLength = 100_000, TakesTools = true },
        ];
        string[] Ids(Eligibility needed, string message = "hello") =>
            [.. EligibleModels.Among(models, message, needed, answerTokens: 1000).Select(model => model.Id)];

        Assert.Equal(["plain", "tools", "eyes", "short", "long"], Ids(new()));
        Assert.Equal(["tools", "long"], Ids(new() { Tools = true }));
        Assert.Equal(["eyes"], Ids(new() { Vision = true }));
        Assert.Equal(["plain", "eyes", "short"], Ids(new() { ExcludedModels = { "tools", "long", "unknown" } }));
        Assert.Equal(["plain", "tools", "eyes", "long"], Ids(new() { ContextTokens = 1000 }));
        Assert.Equal(["plain", "tools", "eyes", "long"], Ids(new(), new string('x', 3003)));
        Assert.Equal(["plain", "tools", "eyes"], Ids(new() { ContextTokens = int.MaxValue }));
    }

    [Fact]
    public void A_policy_is_found_by_its_name_and_a_wrong_name_lists_the_right_ones()
    {
        var policies = new PairPolicies([new UniformPairPolicy()]);

        Assert.IsType<UniformPairPolicy>(policies["Uniform"]);
        Assert.Equal(
            "No pair policy is named 'fair'. Known: uniform.", Assert.Throws<KeyNotFoundException>(() => policies["fair"]).Message);
    }
}
