namespace Grpc.Net;

/// <summary>Names and values of the protocol.</summary>
/// <seealso href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md"/>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Identity = "identity";

    public const string Timeout = "grpc-timeout";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Asks the client for an encoding of its messages; the same key as in the official packages, never sent.</summary>
    public const string RequestEncoding = "grpc-internal-encoding-request";

    /// <summary><c>application/grpc</c>, and with a suffix or a parameter; not <c>application/grpc-web</c>.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+' or ' ');

    /// <summary>Headers that belong to the protocol or to HTTP and are neither given to nor taken from metadata.</summary>
    public static bool IsReserved(string name) =>
        name.StartsWith(':')
        || (name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
            && (Is(name, Timeout) || Is(name, Status) || Is(name, Message) || Is(name, Encoding) || Is(name, AcceptEncoding)
                || Is(name, RequestEncoding)))
        || Is(name, "content-type") || Is(name, "te") || Is(name, "content-encoding") || Is(name, "content-length")
        || Is(name, "transfer-encoding") || Is(name, "host") || Is(name, "connection");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
