using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Arena.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Arena.Ratings.Tests;

/// <summary>What people are shown of battles that are over.</summary>
public class BattleReadTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_battle_that_was_voted_on_is_shown_to_everybody()
    {
        var battle = await RecordAsync(SampleBattle.Of("shown-a", "shown-b"));
        var vote = await VoteAsync(battle, Preference.Left);

        var shown = await fixture.Host.Ratings.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token);

        shown.Vote.Left.Place = shown.Vote.Right.Place = null; // on the board by now, or not yet
        Assert.Equal(
            new RecordedBattle
            {
                BattleId = battle.BattleId,
                Prompt = battle.Prompt,
                ViewIndex = 1,
                QueryType = "general_chat",
                Route = "arena",
                CreatedAt = battle.CreatedAt,
                Left = battle.Left,
                Right = battle.Right,
                Vote = new VoteResult(vote) { Duplicate = true },
            },
            shown);
    }

    [Fact]
    public async Task A_battle_without_a_vote_is_shown_to_its_own_session_only()
    {
        var battle = await RecordAsync(SampleBattle.Of("own-a", "own-b"));

        var own = await fixture.Host.Ratings.GetBattleAsync(new() { BattleId = battle.BattleId, Session = battle.Session }, cancellationToken: Token);
        StatusCode[] refused =
        [
            await RefusedAsync(new() { BattleId = battle.BattleId, Session = "another" }),
            await RefusedAsync(new() { BattleId = battle.BattleId }),
            await RefusedAsync(new() { BattleId = "unknown\0" }),
        ];

        Assert.Equal((battle.BattleId, null), (own.BattleId, own.Vote));
        Assert.All(refused, status => Assert.Equal(StatusCode.NotFound, status));
    }

    [Fact]
    public async Task A_session_has_its_own_battles_newest_first_and_names_only_after_the_vote()
    {
        var started = SampleBattle.Started;
        var first = await RecordAsync(SampleBattle.Of("list-a", "list-b"), "lister", started);
        var second = await RecordAsync(SampleBattle.Of("list-a", "list-b"), "lister", started.AddMinutes(1));
        await RecordAsync(SampleBattle.Of("list-a", "list-b"), "somebody else", started.AddMinutes(2));
        await VoteAsync(first, Preference.BothBad);

        var list = await ListAsync("lister", page: 1, size: 10);
        var last = await ListAsync("lister", page: 2, size: 1);

        Assert.Equal(
            new ListBattlesResponse
            {
                Total = 2,
                Battles =
                {
                    new BattleSummary { BattleId = second.BattleId, Prompt = second.Prompt, Turns = 1, CreatedAt = second.CreatedAt },
                    new BattleSummary
                    {
                        BattleId = first.BattleId, Prompt = first.Prompt, Turns = 1, CreatedAt = first.CreatedAt, Preference = Preference.BothBad,
                        LeftName = "list-a (simulated)", RightName = "list-b (simulated)",
                    },
                },
            },
            list);
        Assert.Equal([first.BattleId], last.Battles.Select(battle => battle.BattleId));
    }

    [Fact]
    public async Task A_conversation_is_listed_once()
    {
        await RecordAsync(Turn(1), "talker", SampleBattle.Started);
        var second = await RecordAsync(Turn(2), "talker", SampleBattle.Started.AddMinutes(1));

        var list = await ListAsync("talker", page: 1, size: 10);

        Assert.Equal([(second.BattleId, 2)], list.Battles.Select(battle => (battle.BattleId, battle.Turns)));
    }

    [Theory]
    [InlineData("", 1, 10)]
    [InlineData("s", 0, 10)]
    [InlineData("s", 1, 0)]
    [InlineData("s", 1, 201)]
    public async Task A_bad_list_is_refused(string session, int page, int size)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => ListAsync(session, page, size));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_reveal_says_where_the_models_are_on_the_board()
    {
        var battle = await RecordAsync(SampleBattle.Of("place-a", "place-b"));
        var vote = await VoteAsync(battle, Preference.Left);
        await Eventually.TrueAsync(
            async () => (vote = await fixture.Host.Ratings.GetVoteAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token)).Left.Place is not null,
            "the board counts the vote");

        var (left, right) = (vote.Left.Place, vote.Right.Place);
        Assert.True(left.Rank < right.Rank && left.Rating > right.Rating, $"{left} {right}");
        Assert.Equal(("preliminary", left.Models), (left.Status, right.Models));
    }

    private static RecordBattleRequest Turn(int turns)
    {
        var battle = SampleBattle.Of("talk-a", "talk-b");
        battle.PromptId = "talk";
        foreach (var answer in (Answer[])[battle.Left, battle.Right])
        {
            for (var turn = 1; turn <= turns; turn++)
            {
                answer.Turns.Add(new Turn { Role = "user", Content = $"question {turn}" });
                answer.Turns.Add(new Turn { Role = "assistant", Content = turn == turns ? answer.Text : $"answer {turn}" });
            }
        }

        return battle;
    }

    private async Task<RecordBattleRequest> RecordAsync(RecordBattleRequest battle, string session = "session-1", DateTimeOffset? at = null)
    {
        battle.Session = session;
        battle.CreatedAt = Timestamp.FromDateTimeOffset(at ?? SampleBattle.Started);
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        return battle;
    }

    private async Task<VoteResult> VoteAsync(RecordBattleRequest battle, Preference preference) =>
        await fixture.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = preference }, cancellationToken: Token);

    private async Task<ListBattlesResponse> ListAsync(string session, int page, int size) =>
        await fixture.Host.Ratings.ListBattlesAsync(new() { Session = session, Page = page, Size = size }, cancellationToken: Token);

    private async Task<StatusCode> RefusedAsync(GetBattleRequest request) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await fixture.Host.Ratings.GetBattleAsync(request, cancellationToken: Token))).StatusCode;
}
