using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;

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

    [LoggerMessage(EventId = 3104, EventName = "TurnedAway", Level = LogLevel.Information,
        Message = "{Deployment} did not load {Model} ({Reason}): {Detail}")]
    public static partial void TurnedAway(this ILogger logger, string model, string deployment, RejectReason reason, string detail);

    [LoggerMessage(EventId = 3105, EventName = "RetryDenied", Level = LogLevel.Warning,
        Message = "The retry budget is used up: {Model} is not tried at {Deployment}.")]
    public static partial void RetryDenied(this ILogger logger, string model, string deployment);

    [LoggerMessage(EventId = 3401, EventName = "Swapped", Level = LogLevel.Information,
        Message = "{Node}: {Kind} of {Model}, wanted by {Cause}, took {Seconds:F2} s: {Outcome}")]
    public static partial void Swapped(this ILogger logger, string node, string model, SwapKind kind, SwapOrigin cause, double seconds, string outcome);

    [LoggerMessage(EventId = 3402, EventName = "SwapBroke", Level = LogLevel.Error, Message = "The swap of {Model} on node {Node} broke.")]
    public static partial void SwapBroke(this ILogger logger, Exception exception, string node, string model);

    [LoggerMessage(EventId = 3403, EventName = "WeightsReloaded", Level = LogLevel.Warning,
        Message = "{Model} on node {Node} answered garbage after its load; its weights were read anew.")]
    public static partial void WeightsReloaded(this ILogger logger, string node, string model);

    [LoggerMessage(EventId = 3404, EventName = "PreloadRejected", Level = LogLevel.Warning,
        Message = "{Model} was to be loaded on node {Node} at this time of day, but was not: {Detail}")]
    public static partial void PreloadRejected(this ILogger logger, string node, string model, string detail);

    [LoggerMessage(EventId = 3405, EventName = "EnginesUnread", Level = LogLevel.Debug, Message = "The engines of node {Node} were not read: {Detail}")]
    public static partial void EnginesUnread(this ILogger logger, string node, string detail);

    [LoggerMessage(EventId = 3406, EventName = "EngineChanged", Level = LogLevel.Warning, Message = "{Model} on node {Node}: {Detail}")]
    public static partial void EngineChanged(this ILogger logger, string node, string model, string detail);

    [LoggerMessage(EventId = 3201, EventName = "AdapterChanged", Level = LogLevel.Information, Message = "Adapter {Adapter} on node {Node}: {Call} is done.")]
    public static partial void AdapterChanged(this ILogger logger, string adapter, string node, string call);

    [LoggerMessage(EventId = 3202, EventName = "AdapterRefused", Level = LogLevel.Warning, Message = "Adapter {Adapter} on node {Node}: {Call} failed. {Reason}")]
    public static partial void AdapterRefused(this ILogger logger, string adapter, string node, string call, string reason);

    [LoggerMessage(EventId = 3301, EventName = "ApiEndpointWarning", Level = LogLevel.Warning, Message = "API endpoints, {Source}: {Reason}.")]
    public static partial void ApiEndpointWarning(this ILogger logger, string source, string reason);

    [LoggerMessage(EventId = 3302, EventName = "ModelDisabled", Level = LogLevel.Warning, Message = "Model {Model} is disabled: {Reason}.")]
    public static partial void ModelDisabled(this ILogger logger, string model, string reason);

    [LoggerMessage(EventId = 3304, EventName = "EndpointsReloaded", Level = LogLevel.Information, Message = "API endpoints were read from {File}.")]
    public static partial void EndpointsReloaded(this ILogger logger, string file);

    [LoggerMessage(EventId = 3305, EventName = "EndpointsNotReloaded", Level = LogLevel.Error,
        Message = "API endpoints in {File} have changed and cannot be used; those read before stay in force. {Reason}")]
    public static partial void EndpointsNotReloaded(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 3303, EventName = "CacheBroke", Level = LogLevel.Warning, Message = "The shared cache of answers fails; answers are kept in memory only. {Reason}")]
    public static partial void CacheBroke(this ILogger logger, string reason);
}
