using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>One call on top of one HTTP request: what handlers see. Its wire side is in the other parts of the class.</summary>
internal sealed partial class HttpContextServerCallContext(
    HttpContext http, IMethod method, GrpcServiceOptions options, TimeProvider time) : ServerCallContext, IAsyncDisposable
{
    public HttpContext HttpContext => http;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => (http.Connection.RemoteIpAddress, http.Connection.RemotePort) switch
    {
        (null, _) => "unknown",
        ({ AddressFamily: AddressFamily.InterNetworkV6 } address, var port) => FormatPeer("ipv6", address, port),
        var (address, port) => FormatPeer("ipv4", address, port),
    };

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => field ??= ReadRequestHeaders(http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _cancellation?.Token ?? http.RequestAborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Clear text: nothing is known of the peer.</summary>
    protected override AuthContext AuthContextCore => field ??= new AuthContext(peerIdentityPropertyName: null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Context propagation is not supported: pass the deadline and the token of this context.");

    private static string FormatPeer(string family, IPAddress address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{family}:{new IPEndPoint(address, port)}");

    private static Metadata ReadRequestHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (GrpcHeaders.IsReserved(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                metadata.AddReceived(name, value ?? "");
            }
        }

        return metadata;
    }
}
