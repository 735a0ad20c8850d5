using Arena.Contracts;
using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Board;
using Arena.Ratings.Votes;
using Grpc.Core;
using RatingsBase = Arena.Contracts.Ratings.Ratings.RatingsBase;

namespace Arena.Ratings.Grpc;

/// <summary>The ledger over gRPC.</summary>
internal sealed class RatingsService(
    BattleRecorder battles, VoteRecorder votes, VoteReader reader, BoardReader board, LedgerBoundary boundary) : RatingsBase
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
                ? VoteMapping.ToResult(vote)
                : throw ArenaProblem.Create(
                    StatusCode.AlreadyExists, ArenaProblem.VoteConflict, "The battle was voted on with another preference.");
        });
    }

    public override Task<VoteResult> GetVote(GetVoteRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
            await reader.FindAsync(request.BattleId, cancellationToken) is { } vote
                ? VoteMapping.ToResult(vote)
                : throw ArenaProblem.Create(
                    StatusCode.NotFound, ArenaProblem.BattleNotFound, $"There is no vote on battle '{request.BattleId}' in the ledger."));

    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        if (BoardReader.BrokenPaging(request.Page, request.Size) is { } rule)
        {
            throw Invalid(rule);
        }

        return boundary.CallAsync(context, async cancellationToken =>
            BoardMapping.ToResponse(await board.ReadAsync(request.Page, request.Size, cancellationToken)));
    }

    private static RpcException Invalid(string rule) => new(new Status(StatusCode.InvalidArgument, rule));
}
