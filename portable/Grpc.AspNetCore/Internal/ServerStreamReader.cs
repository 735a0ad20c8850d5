using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Messages of the caller.</summary>
internal sealed class ServerStreamReader<T>(HttpContextServerCallContext context, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no message: MoveNext was not called or returned false.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        (var found, _current) = await context.ReadAsync(marshaller, cancellationToken);
        return found;
    }
}
