using System.Collections.Frozen;
using Arena.Contracts;
using Arena.ServiceDefaults.Problems;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>
/// Every problem of the battle API. The words are ours and the same for every cause: what another service says about an error may name
/// a model, and so never gets out.
/// </summary>
internal static class Problems
{
    public static readonly Problem MessageEmpty = new(
        ProblemTypes.MessageEmpty, 400, "The message is empty", "Write something for the models to answer.");

    public static readonly Problem MessageTooLong = new(
        ProblemTypes.MessageTooLong, 400, "The message is too long", "Shorten the message.");

    public static readonly Problem InvalidViewIndex = new(
        ProblemTypes.InvalidViewIndex, 400, "There is no such view", "view_index must be 0 or more and below total_views.");

    public static readonly Problem PreferenceUnknown = new(
        ProblemTypes.PreferenceUnknown, 400, "There is no such preference", "preference must be left, right, tie or both_bad.");

    public static readonly Problem BattleNotFound = new(
        ProblemTypes.BattleNotFound, 404, "There is no such battle", "The battle is unknown or has expired. Start a new one.");

    public static readonly Problem BattleNotAnswered = new(
        ProblemTypes.BattleNotAnswered, 409, "The battle is not answered yet", "A vote counts once both answers are complete.");

    public static readonly Problem BattleFailed = new(
        ProblemTypes.BattleFailed, 409, "The battle is void", "One of the two answers broke off. Start a new battle.");

    public static readonly Problem BattleRevealed = new(
        ProblemTypes.BattleRevealed, 409, "The battle is over", "It was voted on, and its models are known. Start a new one.");

    public static readonly Problem BattleContinued = new(
        ProblemTypes.BattleContinued, 409, "The conversation went on", "It has a later turn: vote on that one, or go on from it.");

    public static readonly Problem ConversationTooLong = new(
        ProblemTypes.ConversationTooLong, 409, "The conversation is at its end", "It has as many turns as it may have. Vote, or start a new one.");

    public static readonly Problem CrossSite = new(
        ProblemTypes.CrossSite, 403, "Another site asked for this", "A page of another site must not act for its visitors.");

    public static readonly Problem VoteConflict = new(
        ProblemTypes.VoteConflict, 409, "The battle was voted on already", "A battle has one vote, and it was another one.");

    public static readonly Problem MessageMismatch = new(
        ProblemTypes.MessageMismatch, 409, "The message is not the battle's", "Leave message out, or send the one that started the battle.");

    public static readonly Problem IdempotencyConflict = new(
        ProblemTypes.IdempotencyConflict, 409, "The idempotency key is taken", "It belongs to a battle with another message. Use a new key.");

    public static readonly Problem NotEnoughModels = new(
        ProblemTypes.NotEnoughModels, 503, "Not enough models", "Fewer than two models can answer now. Try again soon.", RetryAfter: 10);

    public static readonly Problem ModelUnavailable = new(
        ProblemTypes.ModelUnavailable, 409, "A chosen model cannot answer", "It is unknown, cannot do what is asked, or is not there now. Choose another.");

    public static readonly Problem NoToolModel = new(
        ProblemTypes.NoToolModel, 503, "No model takes tools now", "The query goes to tools, and no model that takes them can answer. Ask the arena instead, or try again soon.",
        RetryAfter: 10);

    public static readonly Problem SessionsUnavailable = new(
        ProblemTypes.SessionsUnavailable, 503, "Battles are not available", "The store of battles does not answer. Try again soon.", RetryAfter: 5);

    public static readonly Problem NotVoted = new(
        ProblemTypes.BattleNotAnswered, 409, "There is no vote yet", "Reasons and scores are given after the vote.");

    public static readonly Problem CampaignNotFound = new(
        ProblemTypes.CampaignNotFound, 404, "There is no such campaign", "Campaigns are listed at /campaigns.");

    public static readonly Problem CampaignOver = new(
        ProblemTypes.CampaignOver, 409, "Nothing is left to judge", "The campaign is over, or you have judged all of its prompts. Thank you.");

    public static readonly Problem LedgerUnavailable = new(
        ProblemTypes.LedgerUnavailable, 503, "The vote is not saved", "The ledger does not answer. Vote again soon.", RetryAfter: 5);

    public static readonly Problem Restarting = new(
        ProblemTypes.ServiceUnavailable, 503, "The service restarts", "Ask again at once.", RetryAfter: 1);

    private static readonly FrozenDictionary<string, Problem> ByName =
        new[]
        {
            MessageEmpty, MessageTooLong, InvalidViewIndex, PreferenceUnknown, BattleNotFound, BattleNotAnswered, BattleFailed,
            BattleRevealed, BattleContinued, ConversationTooLong, VoteConflict, MessageMismatch, IdempotencyConflict, NotEnoughModels,
            ModelUnavailable, NoToolModel, SessionsUnavailable, LedgerUnavailable, CampaignNotFound, CampaignOver,
        }.ToFrozenDictionary(problem => problem.Type[ProblemTypes.Prefix.Length..], StringComparer.Ordinal);

    public static Problem InvalidRequest(string detail) => new(ProblemTypes.InvalidRequest, 400, "The request is not valid", detail);

    /// <summary>
    /// What a failed call means to the client: what its trailer names, else what its status stands for; null when it is a fault of ours.
    /// </summary>
    /// <param name="exception">The failed call.</param>
    /// <param name="unavailable">What it means that the service called does not answer.</param>
    public static Problem? Of(RpcException exception, Problem unavailable)
    {
        if (exception.Trailers.GetValue(ArenaProblem.Trailer) is { } name && ByName.TryGetValue(name, out var named))
        {
            return named;
        }

        return exception.StatusCode switch
        {
            StatusCode.NotFound => BattleNotFound,
            StatusCode.AlreadyExists => VoteConflict,
            StatusCode.FailedPrecondition => NotEnoughModels,
            StatusCode.InvalidArgument => InvalidRequest("The request was refused."),
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Cancelled => unavailable,
            _ => null,
        };
    }
}
