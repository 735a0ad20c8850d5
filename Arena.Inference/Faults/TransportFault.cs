using System.Net.Sockets;

namespace Arena.Inference.Faults;

/// <summary>Says in few words why a connection failed, without the address: reasons are shown to people.</summary>
internal static class TransportFault
{
    public static bool IsTransportFault(this Exception exception) => exception is HttpRequestException or IOException;

    public static string Describe(Exception exception) => Root(exception) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "the connection was reset",
        SocketException { SocketErrorCode: SocketError.HostNotFound } => "the host is unknown",
        SocketException socket => $"the connection failed ({socket.SocketErrorCode})",
        HttpIOException http => $"the connection failed ({http.HttpRequestError})",
        HttpRequestException http => $"the connection failed ({http.HttpRequestError})",
        TimeoutException or OperationCanceledException => "the connection timed out",
        _ => "the connection failed",
    };

    private static Exception Root(Exception exception)
    {
        while (exception.InnerException is { } inner && exception is not SocketException)
        {
            exception = inner;
        }

        return exception;
    }
}
