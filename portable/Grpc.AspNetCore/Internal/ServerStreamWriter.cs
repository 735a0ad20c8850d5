using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Messages to the caller.</summary>
internal sealed class ServerStreamWriter<T>(HttpContextServerCallContext context, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions
    {
        get => context.WriteOptions;
        set => context.WriteOptions = value;
    }

    public Task WriteAsync(T message) => context.WriteAsync(message, marshaller, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) => context.WriteAsync(message, marshaller, cancellationToken);
}
