using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>Limits and habits of all gRPC services of an application.</summary>
public class GrpcServiceOptions
{
    /// <summary>Bytes of one received message. Default 4 MiB; null: no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of one sent message. Default null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Tells callers the type and message of an exception in a handler. Default false: it is logged only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Name of the provider that compresses responses, if the caller accepts it. Default null: no compression.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>Default null: what the provider uses.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>What requests may be, and responses can be, compressed with. Default: gzip.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [new GzipCompressionProvider(CompressionLevel.Fastest)];
}
