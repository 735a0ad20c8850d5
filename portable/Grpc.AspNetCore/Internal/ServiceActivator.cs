using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives each call its service: from the container if it is registered, else made for the call and disposed after it.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly ObjectFactory<TService> _factory = ActivatorUtilities.CreateFactory<TService>([]);

    public Lease Rent(IServiceProvider services) => services.GetService<TService>() is { } registered
        ? new Lease(registered, owned: false)
        : new Lease(_factory(services, []), owned: true);

    internal readonly struct Lease(TService service, bool owned) : IAsyncDisposable
    {
        public TService Service => service;

        public ValueTask DisposeAsync()
        {
            if (owned && service is IAsyncDisposable asyncDisposable)
            {
                return asyncDisposable.DisposeAsync();
            }

            if (owned && service is IDisposable disposable)
            {
                disposable.Dispose();
            }

            return ValueTask.CompletedTask;
        }
    }
}
