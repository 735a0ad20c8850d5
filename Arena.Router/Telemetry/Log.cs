namespace Arena.Router.Telemetry;

internal static partial class Log
{
    [LoggerMessage(EventId = 1001, EventName = "BattleOpened", Level = LogLevel.Information,
        Message = "Battle {BattleId} is open: view {View}, pair by {Policy}.")]
    public static partial void BattleOpened(this ILogger logger, string battleId, int view, string policy);

    [LoggerMessage(EventId = 1002, EventName = "LabelLost", Level = LogLevel.Warning,
        Message = "A user's choice of route could not be kept as a label: the session store does not answer.")]
    public static partial void LabelLost(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1010, EventName = "SessionsKept", Level = LogLevel.Information, Message = "Battles are kept in {Store}.")]
    public static partial void SessionsKept(this ILogger logger, string store);

    [LoggerMessage(EventId = 1011, EventName = "SessionsInMemory", Level = LogLevel.Warning,
        Message = "Battles are kept in this process ({Store}), because ConnectionStrings:redis is not set: run one replica only, a restart forgets them.")]
    public static partial void SessionsInMemory(this ILogger logger, string store);

    [LoggerMessage(EventId = 1012, EventName = "SessionsUnavailable", Level = LogLevel.Warning, Message = "{Call}: the session store does not answer.")]
    public static partial void SessionsUnavailable(this ILogger logger, Exception exception, string call);

    [LoggerMessage(EventId = 1022, EventName = "EvidenceUnknown", Level = LogLevel.Warning,
        Message = "The votes could not be learnt ({Reason}); pairs are drawn by what was known before.")]
    public static partial void EvidenceUnknown(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1020, EventName = "ModelsKnown", Level = LogLevel.Information, Message = "{Available} of {Total} models can answer.")]
    public static partial void ModelsKnown(this ILogger logger, int available, int total);

    [LoggerMessage(EventId = 1021, EventName = "ModelsUnknown", Level = LogLevel.Warning,
        Message = "The inference service did not list its models ({Reason}); the last list is used until it is {MaxAge} old.")]
    public static partial void ModelsUnknown(this ILogger logger, string reason, TimeSpan maxAge);

    [LoggerMessage(EventId = 1023, EventName = "NamesNotTold", Level = LogLevel.Warning,
        Message = "The ledger was not told how models are called and grouped ({Reason}); it is told again.")]
    public static partial void NamesNotTold(this ILogger logger, string reason);
}
