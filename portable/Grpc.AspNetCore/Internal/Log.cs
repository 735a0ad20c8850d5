using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "HandlerFailed", Level = LogLevel.Error, Message = "The handler of {Method} threw.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 2, EventName = "RpcFailed", Level = LogLevel.Debug, Message = "{Method} ends with {StatusCode}.")]
    public static partial void RpcFailed(this ILogger logger, Exception exception, string method, StatusCode statusCode);

    [LoggerMessage(EventId = 3, EventName = "DeadlineExceeded", Level = LogLevel.Debug, Message = "The deadline of {Method} passed.")]
    public static partial void DeadlineExceeded(this ILogger logger, string method);

    [LoggerMessage(EventId = 4, EventName = "CallAborted", Level = LogLevel.Debug, Message = "The caller of {Method} went away.")]
    public static partial void CallAborted(this ILogger logger, string method);
}
