using System.Collections.Concurrent;
using Grpc.Net.Client;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>One channel per client name, over the message handlers that <c>IHttpClientFactory</c> configures for that name.</summary>
internal sealed class ChannelCache(
    IHttpMessageHandlerFactory handlers,
    IOptionsMonitor<GrpcClientFactoryOptions> clientOptions,
    IOptionsMonitor<HttpClientFactoryOptions> httpOptions,
    IServiceProvider services) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> _channels = new(StringComparer.Ordinal);

    public GrpcChannel Get(string name) => _channels.GetOrAdd(name, key => new Lazy<GrpcChannel>(() => Create(key))).Value;

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            if (channel.IsValueCreated)
            {
                channel.Value.Dispose();
            }
        }
    }

    private GrpcChannel Create(string name)
    {
        if (httpOptions.Get(name).HttpClientActions.Count > 0)
        {
            throw new InvalidOperationException(
                $"ConfigureHttpClient has no effect on the gRPC client '{name}': it sends through the message handler, not an HttpClient.");
        }

        var options = clientOptions.Get(name);
        var address = options.Address ?? throw new InvalidOperationException($"The gRPC client '{name}' has no address.");
        var channelOptions = new GrpcChannelOptions { HttpHandler = handlers.CreateHandler(name), ServiceProvider = services };
        foreach (var configure in options.ChannelOptionsActions)
        {
            configure(channelOptions);
        }

        return GrpcChannel.ForAddress(address, channelOptions);
    }
}
