using Arena.Contracts;
using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Board;
using Arena.Ratings.Campaigns;
using Arena.Ratings.Comparisons;
using Arena.Ratings.Ledger;
using Arena.Ratings.Rubrics;
using Arena.Ratings.Votes;
using Grpc.Core;
using Campaign = Arena.Contracts.Ratings.Campaign;
using RatingsBase = Arena.Contracts.Ratings.Ratings.RatingsBase;

namespace Arena.Ratings.Grpc;

/// <summary>The ledger over gRPC.</summary>
internal sealed class RatingsService(
    BattleRecorder battles, BattleReader shown, VoteRecorder votes, VoteReader reader, ComparisonRecorder comparisons, JudgementRecorder judgements,
    FailureRecorder failures, FeedbackRecorder feedback, RubricCatalog rubrics, JudgeQueue judgeQueue, PromptDesk desk, CampaignProgress progress,
    CampaignMapping campaigns, ModelDescriptions names, EloBoard board, BoardWorker boards, LedgerBoundary boundary) : RatingsBase
{
    private const int LongestKey = 200;

    public override Task<RecordBattleResponse> RecordBattle(RecordBattleRequest request, ServerCallContext context)
    {
        if (BattleRules.Broken(request) is { } rule)
        {
            throw Invalid(rule);
        }

        return boundary.CallAsync(context, async cancellationToken => new RecordBattleResponse
        {
            Created = await battles.RecordAsync(request, cancellationToken),
        });
    }

    public override Task<VoteResult> SubmitVote(SubmitVoteRequest request, ServerCallContext context)
    {
        if (VoteMapping.ToLedger(request.Preference) is not { } preference)
        {
            throw Invalid($"preference is {request.Preference}: left, right, tie or both_bad is expected");
        }

        if (request.IdempotencyKey.Length > LongestKey || request.IdempotencyKey.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"idempotency_key is not a text of at most {LongestKey} characters");
        }

        return boundary.CallAsync(context, async cancellationToken =>
        {
            var vote = await votes.SubmitAsync(request.BattleId, preference, request.Session, request.IdempotencyKey, cancellationToken)
                ?? throw ArenaProblem.Create(
                    StatusCode.NotFound, ArenaProblem.BattleNotFound, $"Battle '{request.BattleId}' is not in the ledger.");
            return vote.Vote.Preference == preference
                ? VoteMapping.ToResult(vote, boards.Latest)
                : throw ArenaProblem.Create(
                    StatusCode.AlreadyExists, ArenaProblem.VoteConflict, "The battle was voted on with another preference.");
        });
    }

    public override Task<VoteResult> GetVote(GetVoteRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
            await reader.FindAsync(request.BattleId, cancellationToken) is { } vote
                ? VoteMapping.ToResult(vote, boards.Latest)
                : throw ArenaProblem.Create(
                    StatusCode.NotFound, ArenaProblem.BattleNotFound, $"There is no vote on battle '{request.BattleId}' in the ledger."));

    public override Task<RecordedBattle> GetBattle(GetBattleRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
            await shown.FindAsync(request.BattleId, request.Session, cancellationToken) is { } battle
                ? BattleReadMapping.ToMessage(battle, boards.Latest)
                : throw NotFound($"Battle '{request.BattleId}' is not in the ledger, or is another voter's."));

    public override Task<ListBattlesResponse> ListBattles(ListBattlesRequest request, ServerCallContext context)
    {
        if (request.Session.Length == 0 || request.Page is < 1 or > BattleReader.MaxPage || request.Size is < 1 or > BattleReader.MaxSize)
        {
            throw Invalid($"session must not be empty, page goes from 1 to {BattleReader.MaxPage}, size from 1 to {BattleReader.MaxSize}.");
        }

        return boundary.CallAsync(context, async cancellationToken =>
        {
            var (battles, total) = await shown.ListAsync(request.Session, request.Page, request.Size, cancellationToken);
            return new ListBattlesResponse { Battles = { battles.Select(BattleReadMapping.ToSummary) }, Total = total };
        });
    }

    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        if (EloBoard.BrokenPaging(request.Page, request.Size) is { } rule)
        {
            throw Invalid(rule);
        }

        return boundary.CallAsync(context, async cancellationToken =>
            BoardMapping.ToResponse(await board.ReadAsync(request.Page, request.Size, cancellationToken)));
    }

    public override Task<GetPairVotesResponse> GetPairVotes(GetPairVotesRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, cancellationToken => boards.QueryAsync(PairVotesMapping.ToResponse, cancellationToken));

    public override Task<RecordComparisonResponse> RecordComparison(RecordComparisonRequest request, ServerCallContext context)
    {
        ThrowIf(ComparisonRecorder.Broken(request));
        return boundary.CallAsync(context, async cancellationToken => new RecordComparisonResponse
        {
            Created = await comparisons.RecordAsync(request, cancellationToken),
        });
    }

    public override Task<GiveStarsResponse> GiveStars(GiveStarsRequest request, ServerCallContext context)
    {
        ThrowIf(JudgementRecorder.Broken(request));
        return boundary.CallAsync(context, async cancellationToken => new GiveStarsResponse
        {
            Created = await judgements.GiveStarsAsync(request, cancellationToken)
                ?? throw NotFound($"Comparison '{request.ComparisonId}' has no answer {request.Position}."),
        });
    }

    public override Task<GiveScoresResponse> GiveScores(GiveScoresRequest request, ServerCallContext context)
    {
        ThrowIf(JudgementRecorder.Broken(request) ?? rubrics.Broken(request.Rubric, request.Scores));
        return boundary.CallAsync(context, async cancellationToken => new GiveScoresResponse
        {
            Created = await judgements.GiveScoresAsync(request, cancellationToken) ?? throw NotFound($"Battle '{request.BattleId}' is not in the ledger."),
        });
    }

    public override Task<GiveFeedbackResponse> GiveFeedback(GiveFeedbackRequest request, ServerCallContext context)
    {
        ThrowIf(feedback.Broken(request));
        return boundary.CallAsync(context, async cancellationToken => new GiveFeedbackResponse
        {
            Created = await feedback.RecordAsync(request, cancellationToken)
                ?? throw NotFound($"Battle '{request.BattleId}' is not in the ledger, was not voted on, or was erased."),
        });
    }

    public override Task<GetRubricsResponse> GetRubrics(GetRubricsRequest request, ServerCallContext context) => Task.FromResult(rubrics.ToResponse());

    public override Task<ListUnjudgedResponse> ListUnjudged(ListUnjudgedRequest request, ServerCallContext context)
    {
        ThrowIf(request.Limit is < 1 or > JudgeQueue.MostAnswers ? $"limit is {request.Limit}: 1 … {JudgeQueue.MostAnswers} is expected" : null);
        ThrowIf(request.Attempts < 0 ? $"attempts is {request.Attempts}: 0 or more is expected" : null);
        ThrowIf(BattleRules.NotAnId("judge", request.Judge));
        return rubrics.Find(request.Rubric) is null
            ? throw NotFound($"There is no rubric '{request.Rubric}'.")
            : boundary.CallAsync(
                context, cancellationToken => judgeQueue.ReadAsync(request.Rubric, request.Judge, request.Limit, request.Attempts, cancellationToken));
    }

    public override Task<RecordFailedJudgementResponse> RecordFailedJudgement(RecordFailedJudgementRequest request, ServerCallContext context)
    {
        ThrowIf(BattleRules.NotAnId("battle_id", request.BattleId) ?? BattleRules.NotAnId("rubric", request.Rubric) ?? BattleRules.NotAnId("judge", request.Judge));
        if (SideNames.Find(request.Side) is not { } side)
        {
            throw Invalid($"side is '{request.Side}': left or right is expected");
        }

        return boundary.CallAsync(context, async cancellationToken => new RecordFailedJudgementResponse
        {
            Attempts = await judgeQueue.FailAsync(request.BattleId, side, request.Rubric, request.Judge, cancellationToken)
                ?? throw NotFound($"Battle '{request.BattleId}' is not in the ledger."),
        });
    }

    public override Task<DescribeModelsResponse> DescribeModels(DescribeModelsRequest request, ServerCallContext context)
    {
        ThrowIf(request.Models.Select(model => BattleRules.NotAnId("id", model.Id)).FirstOrDefault(broken => broken is not null));
        return boundary.CallAsync(context, async cancellationToken => new DescribeModelsResponse { Changed = await names.DescribeAsync(request.Models, cancellationToken) });
    }

    public override Task<TakePromptResponse> TakePrompt(TakePromptRequest request, ServerCallContext context)
    {
        ThrowIf(BattleRules.NotAnId("campaign", request.Campaign) ?? BattleRules.NotAnId("session", request.Session));
        return boundary.CallAsync(context, cancellationToken => desk.TakeAsync(request, cancellationToken));
    }

    public override Task<BindPromptResponse> BindPrompt(BindPromptRequest request, ServerCallContext context)
    {
        ThrowIf(BattleRules.NotAnId("battle_id", request.BattleId));
        return boundary.CallAsync(context, async cancellationToken => await desk.BindAsync(request, cancellationToken)
            ? new BindPromptResponse()
            : throw NotFound($"Nobody took '{request.AssignmentId}', or its battle was judged already."));
    }

    public override Task<Campaign> GetCampaign(GetCampaignRequest request, ServerCallContext context)
    {
        ThrowIf(BattleRules.NotAnId("name", request.Name));
        return boundary.CallAsync(context, async cancellationToken => await progress.FindAsync(request.Name, cancellationToken) is { } state
            ? await campaigns.ToWireAsync(state, request.Session, cancellationToken)
            : throw ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.CampaignNotFound, $"There is no campaign '{request.Name}'."));
    }

    public override Task<RecordFailedBattleResponse> RecordFailedBattle(RecordFailedBattleRequest request, ServerCallContext context)
    {
        ThrowIf(FailureRecorder.Broken(request));
        return boundary.CallAsync(context, async cancellationToken =>
        {
            await failures.RecordAsync(request, cancellationToken);
            return new RecordFailedBattleResponse();
        });
    }

    private static void ThrowIf(string? rule)
    {
        if (rule is not null)
        {
            throw Invalid(rule);
        }
    }

    private static RpcException NotFound(string detail) => ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.BattleNotFound, detail);

    private static RpcException Invalid(string rule) => new(new Status(StatusCode.InvalidArgument, rule));
}
