using Arena.Ratings.Engine;

namespace Arena.Ratings.Telemetry;

internal static partial class Log
{
    [LoggerMessage(EventId = 2001, EventName = "VoteAccepted", Level = LogLevel.Information,
        Message = "Vote {Preference} on battle {BattleId} is durable after {ElapsedMs:F1} ms.")]
    public static partial void VoteAccepted(this ILogger logger, string battleId, Preference preference, double elapsedMs);

    [LoggerMessage(EventId = 2002, EventName = "BattleRecorded", Level = LogLevel.Debug, Message = "Battle {BattleId} is in the ledger.")]
    public static partial void BattleRecorded(this ILogger logger, string battleId);

    [LoggerMessage(EventId = 2010, EventName = "LedgerReady", Level = LogLevel.Information,
        Message = "The ledger is ready: {Applied} migrations were applied.")]
    public static partial void LedgerReady(this ILogger logger, int applied);

    [LoggerMessage(EventId = 2011, EventName = "WaitingForDatabase", Level = LogLevel.Warning,
        Message = "The ledger waits for its database ({Reason}); next attempt in {Seconds} s.")]
    public static partial void WaitingForDatabase(this ILogger logger, string reason, double seconds);

    [LoggerMessage(EventId = 2012, EventName = "CommitIsNotDurable", Level = LogLevel.Error,
        Message = "The database commits asynchronously (synchronous_commit = off): a crash of the server can lose votes that were acknowledged.")]
    public static partial void CommitIsNotDurable(this ILogger logger);

    [LoggerMessage(EventId = 2013, EventName = "LedgerUnavailable", Level = LogLevel.Warning, Message = "{Call}: the ledger's database cannot serve now.")]
    public static partial void LedgerUnavailable(this ILogger logger, Exception exception, string call);

    [LoggerMessage(EventId = 2014, EventName = "SealingPostponed", Level = LogLevel.Warning, Message = "Records wait for their place in the chain: the database cannot serve now.")]
    public static partial void SealingPostponed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2015, EventName = "TextsErased", Level = LogLevel.Information, Message = "The texts of {Count} battles and comparisons were erased ({Reason}).")]
    public static partial void TextsErased(this ILogger logger, int count, string reason);

    [LoggerMessage(EventId = 2016, EventName = "RetentionPostponed", Level = LogLevel.Warning, Message = "Old texts are kept a while longer: the database cannot serve now.")]
    public static partial void RetentionPostponed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2017, EventName = "BoardsNotUpdated", Level = LogLevel.Warning, Message = "Boards stay as they are: the database cannot serve now.")]
    public static partial void BoardsNotUpdated(this ILogger logger, Exception exception);
}
