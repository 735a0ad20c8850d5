using System.Collections.Concurrent;
using Arena.Contracts;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>A ledger in memory: Elo 1500, K 32; while it is down it takes no vote.</summary>
internal sealed class FakeRatings(LedgerSwitch ledger) : Ratings.RatingsBase
{
    private readonly ConcurrentDictionary<string, RecordBattleRequest> _battles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VoteResult> _votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeaderboardRow> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _assigned = new(StringComparer.Ordinal);
    private readonly string[] _prompts = ["Why is spring warm?", "Why is spring green?"];
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

    public override Task<RecordedBattle> GetBattle(GetBattleRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            var vote = _votes.GetValueOrDefault(request.BattleId);
            return _battles.TryGetValue(request.BattleId, out var battle) && (vote is not null || battle.Session == request.Session)
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
                : throw new RpcException(new(StatusCode.NotFound, "Not in the ledger."));
        }
    }

    public override Task<ListBattlesResponse> ListBattles(ListBattlesRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            var own = _battles.Values.Where(battle => battle.Session == request.Session).ToList();
            var shown = own.Skip((request.Page - 1) * request.Size).Take(request.Size).Select(battle =>
            {
                var summary = new BattleSummary
                {
                    BattleId = battle.BattleId,
                    Prompt = battle.Prompt,
                    CreatedAt = battle.CreatedAt,
                    Turns = Math.Max(1, battle.Left.Turns.Count / 2),
                };
                if (_votes.TryGetValue(battle.BattleId, out var vote))
                {
                    (summary.Preference, summary.LeftName, summary.RightName) = (vote.Preference, battle.Left.DisplayName, battle.Right.DisplayName);
                }

                return summary;
            });
            return Task.FromResult(new ListBattlesResponse { Battles = { shown }, Total = own.Count });
        }
    }

    public override Task<TakePromptResponse> TakePrompt(TakePromptRequest request, ServerCallContext context)
    {
        var own = OwnVotes(request.Session);
        return own < _prompts.Length
            ? Task.FromResult(new TakePromptResponse { AssignmentId = $"{request.Session} {own}", Prompt = _prompts[own] })
            : throw ArenaProblem.Create(StatusCode.FailedPrecondition, ArenaProblem.CampaignOver, "There is enough.");
    }

    public override Task<BindPromptResponse> BindPrompt(BindPromptRequest request, ServerCallContext context)
    {
        _assigned[request.AssignmentId] = request.BattleId;
        return Task.FromResult(new BindPromptResponse());
    }

    /// <summary>A campaign of this voter alone: it has enough when all of its prompts are judged.</summary>
    public override Task<Campaign> GetCampaign(GetCampaignRequest request, ServerCallContext context)
    {
        var own = OwnVotes(request.Session);
        return Task.FromResult(new Campaign
        {
            Name = request.Name,
            Title = "Spring prompts",
            Prompts = _prompts.Length,
            Votes = own,
            TargetVotes = _prompts.Length,
            Own = own,
            State = own < _prompts.Length ? "open" : "reached",
        });
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

    private int OwnVotes(string session)
    {
        lock (_lock)
        {
            return _assigned.Count(one => one.Key.StartsWith($"{session} ", StringComparison.Ordinal) && _votes.ContainsKey(one.Value));
        }
    }

    private VoteResult CountVote(RecordBattleRequest battle, Preference preference)
    {
        var (left, right) = (RowOf(battle.Left), RowOf(battle.Right));
        var (leftBefore, rightBefore) = (left.Rating, right.Rating);
        if (battle.PairPolicy == "named")
        {
            return Result("named");
        }

        var score = preference switch { Preference.Left => 1.0, Preference.Right => 0.0, _ => 0.5 };
        var change = 32 * (score - (1 / (1 + Math.Pow(10, (rightBefore - leftBefore) / 400))));
        left.Rating += change;
        right.Rating -= change;
        left.Battles++;
        right.Battles++;
        (preference is Preference.Left ? left : right).Wins += preference is Preference.Left or Preference.Right ? 1 : 0;
        (preference is Preference.Left ? right : left).Losses += preference is Preference.Left or Preference.Right ? 1 : 0;
        return Result(notRatedBecause: "");

        VoteResult Result(string notRatedBecause) => new()
        {
            BattleId = battle.BattleId,
            Preference = preference,
            NotRatedBecause = notRatedBecause,
            Left = new() { Answer = battle.Left, RatingBefore = leftBefore, RatingAfter = left.Rating, Place = PlaceOf(left) },
            Right = new() { Answer = battle.Right, RatingBefore = rightBefore, RatingAfter = right.Rating, Place = PlaceOf(right) },
        };
    }

    private BoardPlace PlaceOf(LeaderboardRow row) => new()
    {
        Rank = 1 + _rows.Values.Count(other => other.Rating > row.Rating),
        RankBest = 1,
        RankWorst = 2,
        Rating = row.Rating,
        Lower = row.Rating - 40,
        Upper = row.Rating + 40,
        Status = "preliminary",
        Models = _rows.Count,
    };

    private LeaderboardRow RowOf(Answer answer)
    {
        if (!_rows.TryGetValue(answer.ModelId, out var row))
        {
            _rows[answer.ModelId] = row = new() { ModelId = answer.ModelId, DisplayName = answer.DisplayName, Simulated = answer.Simulated, Rating = 1500 };
        }

        return row;
    }
}
