using Grpc.Core;

namespace Arena.Contracts;

/// <summary>
/// The name of a problem on the wire between services, in the trailer <see cref="Trailer"/>: the public API answers with it without
/// reading text.
/// </summary>
public static class ArenaProblem
{
    /// <summary>Key of the trailer.</summary>
    public const string Trailer = "arena-problem";

    public const string InvalidRequest = "invalid-request";
    public const string MessageEmpty = "message-empty";
    public const string MessageTooLong = "message-too-long";
    public const string InvalidViewIndex = "invalid-view-index";
    public const string BattleNotFound = "battle-not-found";
    public const string BattleNotAnswered = "battle-not-answered";
    public const string BattleFailed = "battle-failed";
    public const string BattleRevealed = "battle-revealed";
    public const string BattleContinued = "battle-continued";
    public const string ConversationTooLong = "conversation-too-long";
    public const string NotEnoughModels = "not-enough-models";
    public const string ModelUnavailable = "model-unavailable";
    public const string IdempotencyConflict = "idempotency-conflict";
    public const string NoToolModel = "no-tool-model";
    public const string SessionsUnavailable = "sessions-unavailable";
    public const string VoteConflict = "vote-conflict";
    public const string CampaignNotFound = "campaign-not-found";
    public const string CampaignOver = "campaign-over";
    public const string ComparisonNotFound = "comparison-not-found";
    public const string DocumentNotFound = "document-not-found";
    public const string LedgerUnavailable = "ledger-unavailable";

    /// <summary>The exception that ends a call with a named problem.</summary>
    public static RpcException Create(StatusCode code, string name, string detail) =>
        new(new Status(code, detail), new Metadata { { Trailer, name } });

    /// <summary>The problem that a call ended with; null when it named none.</summary>
    public static string? NameOf(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Trailers.GetValue(Trailer);
    }
}
