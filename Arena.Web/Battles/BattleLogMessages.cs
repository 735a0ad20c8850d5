using Arena.Contracts.Router;
using Arena.Web.Battles.Log;

namespace Arena.Web.Battles;

/// <summary>What the battles say to operators. No prompt and no answer is logged.</summary>
internal static partial class BattleLogMessages
{
    [LoggerMessage(EventId = 5001, EventName = "RunStopped", Level = LogLevel.Information,
        Message = "The run of battle {BattleId} stops: its lease is {Standing}.")]
    public static partial void RunStopped(this ILogger logger, string battleId, RunStanding standing);

    [LoggerMessage(EventId = 5002, EventName = "RunInterrupted", Level = LogLevel.Information,
        Message = "The run of battle {BattleId} ended before its last event; its next reader has it run again.")]
    public static partial void RunInterrupted(this ILogger logger, string battleId);

    [LoggerMessage(EventId = 5003, EventName = "RunSuperseded", Level = LogLevel.Warning,
        Message = "The run of battle {BattleId} lost its lease to another one.")]
    public static partial void RunSuperseded(this ILogger logger, string battleId);

    [LoggerMessage(EventId = 5004, EventName = "RunBroke", Level = LogLevel.Error, Message = "The run of battle {BattleId} broke.")]
    public static partial void RunBroke(this ILogger logger, Exception exception, string battleId);

    [LoggerMessage(EventId = 5005, EventName = "LeaseUnknown", Level = LogLevel.Warning,
        Message = "The lease of battle {BattleId} could not be renewed; its run stops.")]
    public static partial void LeaseUnknown(this ILogger logger, Exception exception, string battleId);

    [LoggerMessage(EventId = 5006, EventName = "SideFailed", Level = LogLevel.Warning,
        Message = "Battle {BattleId} is void: side {Slot} failed. {Reason}")]
    public static partial void SideFailed(this ILogger logger, string battleId, Slot slot, string reason);

    [LoggerMessage(EventId = 5007, EventName = "AnswerTimedOut", Level = LogLevel.Warning,
        Message = "Battle {BattleId} is void: not both sides were complete within {Timeout}.")]
    public static partial void AnswerTimedOut(this ILogger logger, string battleId, TimeSpan timeout);

    [LoggerMessage(EventId = 5008, EventName = "RecordingFailed", Level = LogLevel.Error,
        Message = "Battle {BattleId} is void: the ledger did not take it.")]
    public static partial void RecordingFailed(this ILogger logger, Exception exception, string battleId);

    [LoggerMessage(EventId = 5009, EventName = "StateNotKept", Level = LogLevel.Warning,
        Message = "The router was not told that battle {BattleId} is {State}.")]
    public static partial void StateNotKept(this ILogger logger, Exception exception, string battleId, BattleState state);

    [LoggerMessage(EventId = 5010, EventName = "NoRedis", Level = LogLevel.Warning,
        Message = "No 'ConnectionStrings:redis': the text of battles lives in this process only, so it must be the only replica.")]
    public static partial void NoRedis(this ILogger logger);

    [LoggerMessage(EventId = 5011, EventName = "CallFailed", Level = LogLevel.Warning, Message = "A call to another service failed.")]
    public static partial void CallFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5012, EventName = "VoteNotTaken", Level = LogLevel.Warning, Message = "A vote on battle {BattleId} was not taken: {Problem}.")]
    public static partial void VoteNotTaken(this ILogger logger, Exception exception, string battleId, string problem);

    [LoggerMessage(EventId = 5013, EventName = "RevealNotFound", Level = LogLevel.Warning, Message = "The ledger does not tell of battle {BattleId}.")]
    public static partial void RevealNotFound(this ILogger logger, Exception exception, string battleId);

    [LoggerMessage(EventId = 5014, EventName = "BackendSilent", Level = LogLevel.Warning, Message = "A service did not answer the status page.")]
    public static partial void BackendSilent(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5015, EventName = "StreamBroke", Level = LogLevel.Warning,
        Message = "The log of battle {BattleId} cannot be read; its stream ends, and the reader comes back.")]
    public static partial void StreamBroke(this ILogger logger, Exception exception, string battleId);

    [LoggerMessage(EventId = 5016, EventName = "FailureNotNoted", Level = LogLevel.Information,
        Message = "The ledger was not told that battle {BattleId} failed; only the completion rate misses it.")]
    public static partial void FailureNotNoted(this ILogger logger, Exception exception, string battleId);
}
