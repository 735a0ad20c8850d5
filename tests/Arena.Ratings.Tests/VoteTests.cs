using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;

namespace Arena.Ratings.Tests;

public class VoteTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vote_moves_exactly_the_two_models_shown()
    {
        await VoteAsync("bystander-a", "bystander-b", Preference.Left);
        var before = await RatingsAsync();

        await VoteAsync("shown-m", "shown-q", Preference.Left);

        before["shown-m"] = 1516;
        before["shown-q"] = 1484;
        Assert.Equal(before, await RatingsAsync());
    }

    [Fact]
    public async Task The_result_reveals_both_sides_and_what_the_vote_did()
    {
        var battle = await RecordAsync("reveal-a", "reveal-b");
        battle.Right.AskedModelId = "reveal-b";

        // The ledger keeps whole microseconds, so the first moment may be cut by one.
        var before = TimeProvider.System.GetUtcNow().AddMicroseconds(-1);
        var result = await SubmitAsync(battle.BattleId, Preference.Right);

        Assert.InRange(result.VotedAt.ToDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
        Assert.Equal(
            new VoteResult
            {
                BattleId = battle.BattleId,
                Preference = Preference.Right,
                Left = new() { Answer = battle.Left, RatingBefore = 1500, RatingAfter = 1484 },
                Right = new() { Answer = battle.Right, RatingBefore = 1500, RatingAfter = 1516 },
                VotedAt = result.VotedAt,
            },
            result);
    }

    [Theory]
    [InlineData(Preference.Left, 1516.0, "1 wins 0 losses 0 ties 0 both bad", "0 wins 1 losses 0 ties 0 both bad")]
    [InlineData(Preference.Right, 1484.0, "0 wins 1 losses 0 ties 0 both bad", "1 wins 0 losses 0 ties 0 both bad")]
    [InlineData(Preference.Tie, 1500.0, "0 wins 0 losses 1 ties 0 both bad", "0 wins 0 losses 1 ties 0 both bad")]
    [InlineData(Preference.BothBad, 1500.0, "0 wins 0 losses 0 ties 1 both bad", "0 wins 0 losses 0 ties 1 both bad")]
    public async Task Every_preference_is_taken_and_counted_apart(Preference preference, double leftAfter, string leftCounts, string rightCounts)
    {
        var (left, right) = ($"pref-{preference}-a", $"pref-{preference}-b");

        var result = await VoteAsync(left, right, preference);

        Assert.Equal((leftAfter, 3000 - leftAfter), (result.Left.RatingAfter, result.Right.RatingAfter));
        Assert.Equal((leftCounts, rightCounts), (await CountsAsync(left), await CountsAsync(right)));
    }

    [Fact]
    public async Task A_tie_and_two_bad_answers_pull_unequal_models_together_alike()
    {
        await VoteAsync("pull-a", "pull-b", Preference.Left);
        await VoteAsync("pull-c", "pull-d", Preference.Left);

        var tie = await VoteAsync("pull-a", "pull-b", Preference.Tie);
        var bothBad = await VoteAsync("pull-c", "pull-d", Preference.BothBad);

        Assert.True(tie.Left.RatingAfter < 1516);
        Assert.Equal((tie.Left.RatingAfter, tie.Right.RatingAfter), (bothBad.Left.RatingAfter, bothBad.Right.RatingAfter));
    }

    [Fact]
    public async Task The_winner_never_loses_points_from_either_seat()
    {
        var random = new Random(7);
        string[] models = ["seat-1", "seat-2", "seat-3"];
        for (var i = 0; i < 40; i++)
        {
            random.Shuffle(models);
            var preference = random.Next(2) == 0 ? Preference.Left : Preference.Right;
            var result = await VoteAsync(models[0], models[1], preference);
            var (winner, loser) = preference == Preference.Left ? (result.Left, result.Right) : (result.Right, result.Left);
            Assert.True(winner.RatingAfter >= winner.RatingBefore && loser.RatingAfter <= loser.RatingBefore, $"{result}");
        }
    }

    [Fact]
    public async Task The_model_that_answered_is_rated_in_place_of_the_one_that_was_asked()
    {
        var battle = SampleBattle.Of("asked", "other");
        battle.Left.ModelId = "substitute";
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);

        await SubmitAsync(battle.BattleId, Preference.Left);

        var ratings = await RatingsAsync();
        Assert.Equal((1516.0, false), (ratings["substitute"], ratings.ContainsKey("asked")));
    }

    [Fact]
    public async Task The_same_vote_again_returns_the_first_result()
    {
        var battle = await RecordAsync("again-a", "again-b");
        var first = await SubmitAsync(battle.BattleId, Preference.Left);

        var second = await SubmitAsync(battle.BattleId, Preference.Left);

        Assert.Equal(new VoteResult(first) { Duplicate = true }, second);
        Assert.Equal("1 wins 0 losses 0 ties 0 both bad", await CountsAsync("again-a"));
    }

    [Fact]
    public async Task A_second_vote_with_another_preference_is_refused_and_changes_nothing()
    {
        var battle = await RecordAsync("conflict-a", "conflict-b");
        await SubmitAsync(battle.BattleId, Preference.Left);

        var refused = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(battle.BattleId, Preference.Right));

        Assert.Equal((StatusCode.AlreadyExists, "vote-conflict"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal("1 wins 0 losses 0 ties 0 both bad", await CountsAsync("conflict-a"));
    }

    [Theory]
    [InlineData("nobody-knows-this")]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task A_vote_on_a_battle_that_is_not_in_the_ledger_is_not_found_and_stored_nowhere(string battleId)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(battleId, Preference.Left));

        Assert.Equal((StatusCode.NotFound, "battle-not-found"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal(0, await fixture.CountAsync("votes WHERE battle_id IN ('nobody-knows-this', '')"));
    }

    [Theory]
    [InlineData(Preference.Unspecified)]
    [InlineData((Preference)17)]
    public async Task A_vote_that_is_none_of_the_four_is_refused(Preference preference)
    {
        var battle = await RecordAsync("unknown-a", "unknown-b");

        var refused = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(battle.BattleId, preference));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(0, await fixture.CountAsync($"votes WHERE battle_id = '{battle.BattleId}'"));
    }

    [Fact]
    public async Task A_counted_vote_can_be_read_again_as_it_was_answered()
    {
        var answered = await VoteAsync("read-a", "read-b", Preference.Tie);

        var read = await fixture.Host.Ratings.GetVoteAsync(new() { BattleId = answered.BattleId }, cancellationToken: Token);

        answered.Duplicate = true;
        foreach (var side in (RevealedSide[])[answered.Left, answered.Right, read.Left, read.Right])
        {
            side.Place = null; // as it is now: BattleReadTests
        }

        Assert.Equal(answered, read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_vote_there_is_nothing_to_read(bool recorded)
    {
        var battleId = recorded ? (await RecordAsync("unread-a", "unread-b")).BattleId : "a\0b";

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await fixture.Host.Ratings.GetVoteAsync(new() { BattleId = battleId }, cancellationToken: Token));

        Assert.Equal((StatusCode.NotFound, "battle-not-found"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
    }

    private async Task<VoteResult> VoteAsync(string left, string right, Preference preference) =>
        await SubmitAsync((await RecordAsync(left, right)).BattleId, preference);

    private async Task<RecordBattleRequest> RecordAsync(string left, string right)
    {
        var battle = SampleBattle.Of(left, right);
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        return battle;
    }

    private async Task<VoteResult> SubmitAsync(string battleId, Preference preference) => await fixture.Host.Ratings.SubmitVoteAsync(
        new() { BattleId = battleId, Preference = preference, Session = "voter" }, cancellationToken: Token);

    private async Task<string> CountsAsync(string model) => await fixture.ScalarAsync<string>(
        $"SELECT format('%s wins %s losses %s ties %s both bad', wins, losses, ties, both_bad) FROM model_ratings WHERE model_id = '{model}'");

    private async Task<Dictionary<string, double>> RatingsAsync()
    {
        var all = await fixture.ScalarAsync<string>("SELECT string_agg(model_id || '=' || rating, ';') FROM model_ratings");
        return all.Split(';').Select(entry => entry.Split('=')).ToDictionary(
            entry => entry[0], entry => double.Parse(entry[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
