using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The status of a call that its transport ended.</summary>
internal static class TransportStatus
{
    public static Status From(Exception exception, string what)
    {
        if (Find<RpcException>(exception) is { } rpc)
        {
            return rpc.Status;
        }

        return new Status(CodeOf(exception), $"{what} {exception.GetType().Name}: {exception.Message}", exception);
    }

    private static StatusCode CodeOf(Exception exception)
    {
        if (Find<HttpProtocolException>(exception) is { } protocol)
        {
            return CodeOfReset(protocol.ErrorCode);
        }

        return exception switch
        {
            // Not by the caller, whose cancellation ends the call before: connecting took too long, or the server broke off
            // while the request was being sent.
            OperationCanceledException => StatusCode.Unavailable,
            HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError } => StatusCode.Internal,
            HttpRequestException => StatusCode.Unavailable,
            _ when Find<IOException>(exception) is not null || Find<SocketException>(exception) is not null => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        };
    }

    /// <summary>RST_STREAM and GOAWAY codes, from the gRPC specification's table.</summary>
    /// <seealso href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#errors"/>
    private static StatusCode CodeOfReset(long errorCode) => errorCode switch
    {
        0x0 => StatusCode.Unavailable, // NO_ERROR: here the GOAWAY of a server that stops; the table's INTERNAL means RST_STREAM only
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
