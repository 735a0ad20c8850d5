using System.Collections.Immutable;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on.</summary>
public sealed class EndpointAnnotation(
    ProtocolType protocol,
    string? uriScheme = null,
    string? transport = null,
    string? name = null,
    int? port = null,
    int? targetPort = null,
    bool? isExternal = null,
    bool? isProxied = null) : IResourceAnnotation
{
    public string Name { get; set; } = name ?? uriScheme ?? "tcp";

    public ProtocolType Protocol { get; set; } = protocol;

    /// <summary>The port that callers use; null means a free one.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port that the process listens on; null means the same, because this engine has no proxies.</summary>
    public int? TargetPort { get; set; } = targetPort;

    public string UriScheme { get; set; } = uriScheme ?? "tcp";

    /// <summary>The address that the process binds.</summary>
    public string TargetHost { get; set; } = "127.0.0.1";

    /// <summary><c>tcp</c>, <c>http</c> or <c>http2</c>.</summary>
    public string Transport { get; set; } = transport ?? (uriScheme is "http" or "https" ? "http" : "tcp");

    public bool IsExternal { get; set; } = isExternal ?? false;

    public bool IsProxied { get; set; } = isProxied ?? true;

    /// <summary>Where the (first replica of the) resource listens, once that is known.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => Replicas.IsDefaultOrEmpty ? null : Replicas[0];
        set => Replicas = value is null ? [] : [value];
    }

    /// <summary>Where each replica listens.</summary>
    internal ImmutableArray<AllocatedEndpoint> Replicas { get; set; } = [];
}
