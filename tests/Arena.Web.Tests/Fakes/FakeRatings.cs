using System.Collections.Concurrent;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Web.Tests.Fakes;

/// <summary>A ledger in memory, with the rules of the real one.</summary>
public sealed class FakeRatings : Ratings.RatingsBase
{
    private readonly ConcurrentDictionary<string, VoteResult> _votes = new();

    public ConcurrentDictionary<string, RecordBattleRequest> Battles { get; } = new();

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
