using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Net.ClientFactory.Internal;

internal sealed class DefaultGrpcClientFactory(ChannelCache channels, IServiceProvider services) : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name) =>
        ActivatorCache<TClient>.Create(services, [channels.Get(name).CreateCallInvoker()]);

    private static class ActivatorCache<TClient>
    {
        public static readonly ObjectFactory<TClient> Create = ActivatorUtilities.CreateFactory<TClient>([typeof(CallInvoker)]);
    }
}
