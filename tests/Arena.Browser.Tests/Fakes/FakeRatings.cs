using System.Collections.Concurrent;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>A ledger in memory: Elo 1500, K 32; while it is down it takes no vote.</summary>
internal sealed class FakeRatings(LedgerSwitch ledger) : Ratings.RatingsBase
{
    private readonly ConcurrentDictionary<string, RecordBattleRequest> _battles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VoteResult> _votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeaderboardRow> _rows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public override Task<RecordBattleResponse> RecordBattle(RecordBattleRequest request, ServerCallContext context) =>
        Task.FromResult(new RecordBattleResponse { Created = _battles.TryAdd(request.BattleId, request) });

    public override Task<RecordFailedBattleResponse> RecordFailedBattle(RecordFailedBattleRequest request, ServerCallContext context) =>
        Task.FromResult(new RecordFailedBattleResponse());

    public override Task<VoteResult> SubmitVote(SubmitVoteRequest request, ServerCallContext context)
    {
        ledger.ThrowIfDown();
        if (!_battles.TryGetValue(request.BattleId, out var battle))
        {
            throw new RpcException(new(StatusCode.NotFound, "Not in the ledger."));
        }

        lock (_lock)
        {
            if (!_votes.TryGetValue(request.BattleId, out var vote))
            {
                _votes[request.BattleId] = vote = CountVote(battle, request.Preference);
                return Task.FromResult(vote);
            }

            return vote.Preference == request.Preference
                ? Task.FromResult(new VoteResult(vote) { Duplicate = true })
                : throw new RpcException(new(StatusCode.AlreadyExists, "Voted otherwise."));
        }
    }

    public override Task<VoteResult> GetVote(GetVoteRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            return _votes.TryGetValue(request.BattleId, out var vote)
                ? Task.FromResult(vote)
                : throw new RpcException(new(StatusCode.NotFound, "No vote."));
        }
    }

    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        ledger.ThrowIfDown();
        lock (_lock)
        {
            var rows = _rows.Values.OrderByDescending(row => row.Rating).Select((row, index) => new LeaderboardRow(row) { Rank = index + 1 });
            return Task.FromResult(new GetLeaderboardResponse { Rows = { rows }, Total = _rows.Count, Votes = _votes.Count });
        }
    }

    private VoteResult CountVote(RecordBattleRequest battle, Preference preference)
    {
        var (left, right) = (RowOf(battle.Left), RowOf(battle.Right));
        var (leftBefore, rightBefore) = (left.Rating, right.Rating);
        var score = preference switch { Preference.Left => 1.0, Preference.Right => 0.0, _ => 0.5 };
        var change = 32 * (score - (1 / (1 + Math.Pow(10, (rightBefore - leftBefore) / 400))));
        left.Rating += change;
        right.Rating -= change;
        left.Battles++;
        right.Battles++;
        (preference is Preference.Left ? left : right).Wins += preference is Preference.Left or Preference.Right ? 1 : 0;
        (preference is Preference.Left ? right : left).Losses += preference is Preference.Left or Preference.Right ? 1 : 0;
        return new()
        {
            BattleId = battle.BattleId,
            Preference = preference,
            Left = new() { Answer = battle.Left, RatingBefore = leftBefore, RatingAfter = left.Rating },
            Right = new() { Answer = battle.Right, RatingBefore = rightBefore, RatingAfter = right.Rating },
        };
    }

    private LeaderboardRow RowOf(Answer answer)
    {
        if (!_rows.TryGetValue(answer.ModelId, out var row))
        {
            _rows[answer.ModelId] = row = new() { ModelId = answer.ModelId, DisplayName = answer.DisplayName, Simulated = answer.Simulated, Rating = 1500 };
        }

        return row;
    }
}
