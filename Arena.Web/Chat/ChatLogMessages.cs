namespace Arena.Web.Chat;

/// <summary>What the hybrid entry says to operators. No prompt and no answer is logged.</summary>
internal static partial class ChatLogMessages
{
    [LoggerMessage(EventId = 5101, EventName = "ToolAnswerFailed", Level = LogLevel.Warning, Message = "{ModelId} did not finish its answer: {Reason}")]
    public static partial void AnswerFailed(this ILogger logger, string modelId, string reason);

    [LoggerMessage(EventId = 5102, EventName = "ToolAnswerBroke", Level = LogLevel.Warning, Message = "The call for an answer with tools broke.")]
    public static partial void AnswerBroke(this ILogger logger, Exception exception);
}
