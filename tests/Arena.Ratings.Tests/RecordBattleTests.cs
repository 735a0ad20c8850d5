using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;

namespace Arena.Ratings.Tests;

public class RecordBattleTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> BrokenRules => [.. Breaks.Keys];

    private static Dictionary<string, Action<RecordBattleRequest>> Breaks { get; } = new(StringComparer.Ordinal)
    {
        ["no battle id"] = battle => battle.BattleId = "",
        ["blank battle id"] = battle => battle.BattleId = "  ",
        ["battle id that no text column holds"] = battle => battle.BattleId = "a\0b",
        ["no prompt id"] = battle => battle.PromptId = "",
        ["blank prompt"] = battle => battle.Prompt = " \n",
        ["negative view"] = battle => battle.ViewIndex = -1,
        ["probability zero"] = battle => battle.PairProbability = 0,
        ["probability over one"] = battle => battle.PairProbability = 1.01,
        ["probability not a number"] = battle => battle.PairProbability = double.NaN,
        ["no time"] = battle => battle.CreatedAt = null,
        ["no left answer"] = battle => battle.Left = null,
        ["no right answer"] = battle => battle.Right = null,
        ["blank left answer"] = battle => battle.Left.Text = "\t",
        ["empty right answer"] = battle => battle.Right.Text = "",
        ["a filtered side"] = battle => battle.Left.FinishReason = "filtered",
        ["a side without finish reason"] = battle => battle.Right.FinishReason = "",
        ["no model"] = battle => battle.Left.ModelId = "",
        ["no asked model"] = battle => battle.Right.AskedModelId = "",
        ["one model on both sides"] = battle => battle.Right = battle.Left.Clone(),
        ["a substitute that meets itself"] = battle => battle.Right.ModelId = battle.Left.ModelId,
        ["negative tokens"] = battle => battle.Left.OutputTokens = -1,
        ["infinite duration"] = battle => battle.Right.DurationSeconds = double.PositiveInfinity,
    };

    [Fact]
    public async Task A_battle_is_recorded_once()
    {
        var battle = SampleBattle.Of("once-a", "once-b");
        var first = await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        var second = await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);

        Assert.Equal((true, false), (first.Created, second.Created));
        Assert.Equal(2, await fixture.CountAsync($"answers WHERE battle_id = '{battle.BattleId}'"));
    }

    [Fact]
    public async Task Twenty_replays_of_one_battle_at_once_record_it_once()
    {
        var battle = SampleBattle.Of("race-a", "race-b");
        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token)).Created));

        Assert.Equal(1, created.Count(isNew => isNew));
    }

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public async Task What_is_no_whole_battle_of_two_models_never_enters(string rule)
    {
        var battle = SampleBattle.Of("rule-a", "rule-b");
        Breaks[rule](battle);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(0, await fixture.CountAsync("battles WHERE left_model_id = 'rule-a' OR right_model_id IN ('rule-a', 'rule-b')"));
    }

    [Fact]
    public async Task The_character_that_PostgreSQL_cannot_hold_is_replaced()
    {
        var battle = SampleBattle.Of("nul-a", "nul-b");
        battle.Prompt = "a\0b";
        battle.Left.Text = "\0x";
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);

        var prompt = await fixture.ScalarAsync<string>($"SELECT content FROM prompt_texts WHERE battle_id = '{battle.BattleId}'");
        var answer = await fixture.ScalarAsync<string>(
            $"SELECT content FROM answer_texts WHERE side = 'left' AND battle_id = '{battle.BattleId}'");
        Assert.Equal(("a\uFFFDb", "\uFFFDx"), (prompt, answer));
    }

    [Fact]
    public async Task A_session_is_kept_as_a_keyed_hash()
    {
        var battle = SampleBattle.Of("hash-a", "hash-b");
        battle.Session = "who-i-am";
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);

        var stored = await fixture.ScalarAsync<byte[]>($"SELECT session_hash FROM battles WHERE id = '{battle.BattleId}'");
        var key = await fixture.ScalarAsync<byte[]>("SELECT value FROM ledger_keys WHERE name = 'session'");
        Assert.Equal(System.Security.Cryptography.HMACSHA256.HashData(key, "who-i-am"u8), stored);
    }

    [Fact]
    public async Task A_renamed_model_takes_its_new_name_and_keeps_its_rating()
    {
        var battle = SampleBattle.Of("rename-a", "rename-b");
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        await fixture.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = Preference.Left }, cancellationToken: Token);

        var renamed = SampleBattle.Of("rename-a", "rename-b");
        renamed.Left.DisplayName = "Brand new";
        await fixture.Host.Ratings.RecordBattleAsync(renamed, cancellationToken: Token);

        var name = await fixture.ScalarAsync<string>("SELECT display_name FROM model_ratings WHERE model_id = 'rename-a'");
        var rating = await fixture.ScalarAsync<double>("SELECT rating FROM model_ratings WHERE model_id = 'rename-a'");
        Assert.Equal(("Brand new", 1516.0), (name, rating));
    }
}
