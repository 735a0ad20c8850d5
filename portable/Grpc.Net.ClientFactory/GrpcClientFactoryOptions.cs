using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How a named client reaches its service.</summary>
public class GrpcClientFactoryOptions
{
    /// <summary>Required. May be a logical address that a message handler of the client resolves.</summary>
    public Uri? Address { get; set; }

    /// <summary>Run on the channel's options, in order, before the channel is made.</summary>
    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];
}
