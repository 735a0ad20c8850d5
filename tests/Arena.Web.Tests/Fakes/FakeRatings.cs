using System.Collections.Concurrent;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Web.Tests.Fakes;

/// <summary>A ledger in memory, with the rules of the real one.</summary>
public sealed class FakeRatings : Ratings.RatingsBase
{
    /// <summary>The one campaign that there is.</summary>
    public const string Campaign = "whole";

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

    public ConcurrentQueue<GiveFeedbackRequest> Feedback { get; } = new();

    public ConcurrentQueue<GiveScoresRequest> Scores { get; } = new();

    /// <summary>What no judge has scored.</summary>
    public List<UnjudgedAnswer> Unjudged { get; } = [];

    /// <summary>How often a judge failed on which answer.</summary>
    public ConcurrentDictionary<(string BattleId, string Side), int> FailedJudgements { get; } = new();

    /// <summary>Which battle was opened for the prompt of the campaign.</summary>
    public ConcurrentDictionary<string, string> Bound { get; } = new();

    public static Rubric Rubric { get; } = new()
    {
        Id = "tone/1",
        Title = "Tone",
        Dimensions = { new Dimension { Id = "warm", Title = "Warm", Min = 1, Max = 5 }, new Dimension { Id = "clear", Title = "Clear", Min = 1, Max = 3 } },
    };

    public override Task<GetRubricsResponse> GetRubrics(GetRubricsRequest request, ServerCallContext context)
    {
        ThrowFault();
        return Task.FromResult(new GetRubricsResponse { Rubrics = { Rubric } });
    }

    public override Task<GiveFeedbackResponse> GiveFeedback(GiveFeedbackRequest request, ServerCallContext context)
    {
        ThrowFault();
        if (request.Reasons.Contains("nonsense"))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "reasons has 'nonsense'"));
        }

        var created = Feedback.All(known => known.Id != request.Id);
        Feedback.Enqueue(request);
        return Task.FromResult(new GiveFeedbackResponse { Created = created });
    }

    public override Task<GiveScoresResponse> GiveScores(GiveScoresRequest request, ServerCallContext context)
    {
        ThrowFault();
        var created = Scores.All(known => known.Id != request.Id);
        Scores.Enqueue(request);
        Unjudged.RemoveAll(answer => answer.BattleId == request.BattleId && answer.Side == request.Side);
        return Task.FromResult(new GiveScoresResponse { Created = created });
    }

    public override Task<ListUnjudgedResponse> ListUnjudged(ListUnjudgedRequest request, ServerCallContext context) =>
        Task.FromResult(new ListUnjudgedResponse
        {
            Answers = { Unjudged.Where(answer => FailedJudgements.GetValueOrDefault((answer.BattleId, answer.Side)) < request.Attempts).Take(request.Limit) },
        });

    public override Task<RecordFailedJudgementResponse> RecordFailedJudgement(RecordFailedJudgementRequest request, ServerCallContext context) =>
        Task.FromResult(new RecordFailedJudgementResponse { Attempts = FailedJudgements.AddOrUpdate((request.BattleId, request.Side), 1, (_, attempts) => attempts + 1) });

    public override Task<TakePromptResponse> TakePrompt(TakePromptRequest request, ServerCallContext context)
    {
        ThrowFault();
        return request.Campaign == Campaign
            ? Task.FromResult(new TakePromptResponse { AssignmentId = $"for {request.Session}", Prompt = "Why is the sky blue?", Models = { Models.A, Models.B } })
            : throw FakeRouter.Problem(StatusCode.NotFound, "campaign-not-found");
    }

    public override Task<BindPromptResponse> BindPrompt(BindPromptRequest request, ServerCallContext context)
    {
        Bound[request.AssignmentId] = request.BattleId;
        return Task.FromResult(new BindPromptResponse());
    }

    public override Task<Contracts.Ratings.Campaign> GetCampaign(GetCampaignRequest request, ServerCallContext context)
    {
        ThrowFault();
        return request.Name == Campaign
            ? Task.FromResult(new Contracts.Ratings.Campaign
            {
                Name = Campaign,
                Title = "The whole",
                Prompts = 4,
                Votes = 3,
                TargetVotes = 12,
                State = "open",
                Own = Bound.ContainsKey($"for {request.Session}") ? 1 : 0,
            })
            : throw FakeRouter.Problem(StatusCode.NotFound, "campaign-not-found");
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
