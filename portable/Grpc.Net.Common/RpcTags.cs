using Grpc.Core;

namespace Grpc.Net;

/// <summary>Tags of spans.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/rpc/grpc/"/>
internal static class RpcTags
{
    public const string System = "rpc.system";
    public const string Grpc = "grpc";
    public const string Service = "rpc.service";
    public const string Method = "rpc.method";
    public const string StatusCode = "rpc.grpc.status_code";

    /// <summary>The server's fault, not the caller's.</summary>
    public static bool IsServerError(StatusCode code) => code
        is Core.StatusCode.Unknown or Core.StatusCode.DeadlineExceeded or Core.StatusCode.Unimplemented
        or Core.StatusCode.Internal or Core.StatusCode.Unavailable or Core.StatusCode.DataLoss;
}
