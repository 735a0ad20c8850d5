using Arena.Router.Pairing;

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
    public void Uniform_probabilities_sum_to_one_over_the_pairs()
    {
        var policy = new UniformPairPolicy();
        var random = new Random(1);
        for (var models = 2; models <= 30; models++)
        {
            var pairs = ModelPair.Among([.. Enumerable.Range(0, models).Select(i => new PoolModel($"m{i}", ""))]);
            Assert.Equal(1, policy.Draw(pairs, random).Probability * pairs.Count, 12);
        }
    }

    [Fact]
    public void Uniform_draws_every_pair_equally_often()
    {
        const int Draws = 20_000;
        var policy = new UniformPairPolicy();
        var pairs = ModelPair.Among(Five);
        var random = new Random(42);

        var counts = Enumerable.Range(0, Draws).Select(_ => policy.Draw(pairs, random).Pair).CountBy(pair => pair).ToDictionary();

        var expected = (double)Draws / pairs.Count;
        var chiSquare = pairs.Sum(pair => Math.Pow(counts.GetValueOrDefault(pair) - expected, 2) / expected);
        Assert.InRange(chiSquare, 0, 27.88); // 99.9 % of 9 degrees of freedom
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
