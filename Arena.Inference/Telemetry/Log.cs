using Arena.Inference.Nodes;

namespace Arena.Inference.Telemetry;

/// <summary>Never a prompt or an answer.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3001, EventName = "NodeChanged", Level = LogLevel.Information,
        Message = "Node {Node} went from {Before} to {After} with {Models} models. {Reason}")]
    public static partial void NodeChanged(this ILogger logger, string node, NodeStatus before, NodeStatus after, string reason, int models);

    [LoggerMessage(EventId = 3002, EventName = "ProbeBroke", Level = LogLevel.Error, Message = "The probe of node {Node} broke.")]
    public static partial void ProbeBroke(this ILogger logger, Exception exception, string node);

    [LoggerMessage(EventId = 3003, EventName = "NoNodes", Level = LogLevel.Warning,
        Message = "No node is configured (Inference:Nodes): no model can answer.")]
    public static partial void NoNodes(this ILogger logger);

    [LoggerMessage(EventId = 3101, EventName = "AnswerCompleted", Level = LogLevel.Debug,
        Message = "{Model} answered from {Deployment} after {Attempts} attempt(s) in {ElapsedMs:F1} ms.")]
    public static partial void AnswerCompleted(this ILogger logger, string model, string deployment, int attempts, double elapsedMs);

    [LoggerMessage(EventId = 3102, EventName = "AttemptFailed", Level = LogLevel.Warning,
        Message = "Attempt {Attempt} for {Model} at {Deployment} failed ({Cause}): {Detail}")]
    public static partial void AttemptFailed(this ILogger logger, int attempt, string model, string deployment, string cause, string detail);

    [LoggerMessage(EventId = 3103, EventName = "AnswerFailed", Level = LogLevel.Warning,
        Message = "{Model} gave no complete answer after {Attempts} attempt(s) ({Cause}); text delivered: {AfterFirstToken}.")]
    public static partial void AnswerFailed(this ILogger logger, string model, int attempts, string cause, bool afterFirstToken);
}
