using System.Collections.Concurrent;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Web.Tests.Fakes;

/// <summary>A ledger in memory, with the rules of the real one.</summary>
public sealed class FakeRatings : Ratings.RatingsBase
{
    private readonly ConcurrentDictionary<string, VoteResult> _votes = new();

    public ConcurrentDictionary<string, RecordBattleRequest> Battles { get; } = new();

    /// <summary>Idempotency keys of votes, in the order in which they came.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>When set, every call fails with it.</summary>
    public RpcException? Fault { get; set; }

    public static RpcException Down => FakeRouter.Problem(StatusCode.Unavailable, "ledger-unavailable");

    public override Task<RecordBattleResponse> RecordBattle(RecordBattleRequest request, ServerCallContext context)
    {
        ThrowFault();
        return Task.FromResult(new RecordBattleResponse { Created = Battles.TryAdd(request.BattleId, request) });
    }

    public override Task<RecordFailedBattleResponse> RecordFailedBattle(RecordFailedBattleRequest request, ServerCallContext context) =>
        Task.FromResult(new RecordFailedBattleResponse());

    public override Task<VoteResult> SubmitVote(SubmitVoteRequest request, ServerCallContext context)
    {
        ThrowFault();
        if (!Battles.TryGetValue(request.BattleId, out var battle))
        {
            throw FakeRouter.Problem(StatusCode.NotFound, "battle-not-found");
        }

        Keys.Add(request.IdempotencyKey);
        var made = ResultOf(battle, request.Preference);
        var kept = _votes.GetOrAdd(request.BattleId, made);
        if (kept.Preference != request.Preference)
        {
            throw FakeRouter.Problem(StatusCode.AlreadyExists, "vote-conflict");
        }

        var answer = kept.Clone();
        answer.Duplicate = !ReferenceEquals(kept, made);
        return Task.FromResult(answer);
    }

    public override Task<VoteResult> GetVote(GetVoteRequest request, ServerCallContext context)
    {
        ThrowFault();
        return _votes.TryGetValue(request.BattleId, out var vote)
            ? Task.FromResult(vote.Clone())
            : throw FakeRouter.Problem(StatusCode.NotFound, "battle-not-found");
    }

    public override Task<RecordedBattle> GetBattle(GetBattleRequest request, ServerCallContext context)
    {
        ThrowFault();
        var vote = _votes.GetValueOrDefault(request.BattleId);
        return Battles.TryGetValue(request.BattleId, out var battle) && (vote is not null || (battle.Session.Length > 0 && battle.Session == request.Session))
            ? Task.FromResult(new RecordedBattle
            {
                BattleId = battle.BattleId,
                Prompt = battle.Prompt,
                ViewIndex = battle.ViewIndex,
                QueryType = battle.QueryType,
                Route = battle.Route,
                CreatedAt = battle.CreatedAt,
                Left = battle.Left,
                Right = battle.Right,
                Vote = vote,
            })
            : throw FakeRouter.Problem(StatusCode.NotFound, "battle-not-found");
    }

    public override Task<ListBattlesResponse> ListBattles(ListBattlesRequest request, ServerCallContext context)
    {
        ThrowFault();
        var own = Battles.Values.Where(battle => battle.Session == request.Session).ToList();
        return Task.FromResult(new ListBattlesResponse
        {
            Total = own.Count,
            Battles = { own.Select(battle => new BattleSummary { BattleId = battle.BattleId, Prompt = battle.Prompt, Turns = 1, CreatedAt = battle.CreatedAt }) },
        });
    }

    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        ThrowFault();
        return Task.FromResult(new GetLeaderboardResponse());
    }

    private static VoteResult ResultOf(RecordBattleRequest battle, Preference preference) => new()
    {
        BattleId = battle.BattleId,
        Preference = preference,
        Left = new() { Answer = battle.Left, RatingBefore = 1500, RatingAfter = 1516 },
        Right = new() { Answer = battle.Right, RatingBefore = 1500, RatingAfter = 1484 },
    };

    private void ThrowFault()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
