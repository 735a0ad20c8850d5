using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>Limits and transport of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Bytes of one sent message. Default null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes of one received message. Default 4 MiB; null: no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>What responses may be, and requests can be, compressed with. Default: gzip; null: none.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; } = [new GzipCompressionProvider(CompressionLevel.Fastest)];

    /// <summary>Sends the calls. Its total timeout applies to streams too. Not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the calls. Default null: one over HTTP/2 with keep-alive pings.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>The channel disposes <see cref="HttpClient"/> or <see cref="HttpHandler"/> with itself. Default false.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>A cancelled call throws <see cref="OperationCanceledException"/> instead of <c>RpcException</c>. Default false.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Version of the requests. Default null: 2.0.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Default null: exactly the version, so that clear text needs no upgrade.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    /// <summary>The time of deadlines is its <see cref="TimeProvider"/>, if it has one.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
