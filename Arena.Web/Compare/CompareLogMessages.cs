namespace Arena.Web.Compare;

/// <summary>What comparisons say to operators. No prompt and no answer is logged.</summary>
internal static partial class CompareLogMessages
{
    [LoggerMessage(EventId = 5101, EventName = "AnswerBroke", Level = LogLevel.Warning,
        Message = "Answer {Position} of comparison {ComparisonId} failed: {Cause}. {Detail}")]
    public static partial void AnswerBroke(this ILogger logger, string comparisonId, int position, string cause, string detail);

    [LoggerMessage(EventId = 5102, EventName = "ComparisonInterrupted", Level = LogLevel.Information,
        Message = "The run of comparison {ComparisonId} ended before its last event; its next reader, or a sweep, has it run again.")]
    public static partial void ComparisonInterrupted(this ILogger logger, Exception exception, string comparisonId);

    [LoggerMessage(EventId = 5103, EventName = "ComparisonBroke", Level = LogLevel.Error, Message = "The run of comparison {ComparisonId} broke.")]
    public static partial void ComparisonBroke(this ILogger logger, Exception exception, string comparisonId);

    [LoggerMessage(EventId = 5104, EventName = "ComparisonNotRecorded", Level = LogLevel.Error,
        Message = "The answers of comparison {ComparisonId} are not recorded: the ledger did not take them.")]
    public static partial void ComparisonNotRecorded(this ILogger logger, Exception exception, string comparisonId);

    [LoggerMessage(EventId = 5105, EventName = "NotClassified", Level = LogLevel.Warning, Message = "The router did not say of what kind a prompt is.")]
    public static partial void NotClassified(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5106, EventName = "NotSwept", Level = LogLevel.Warning, Message = "Comparisons without an end were not looked for.")]
    public static partial void NotSwept(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5107, EventName = "ComparisonGivenUp", Level = LogLevel.Warning,
        Message = "No model of comparison {ComparisonId} is asked again: {Cause}. Its answers are recorded as failed.")]
    public static partial void ComparisonGivenUp(this ILogger logger, string comparisonId, string cause);
}
