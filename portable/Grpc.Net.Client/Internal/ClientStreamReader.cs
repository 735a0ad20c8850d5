using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Response messages of a call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private int _reading;

    public TResponse Current =>
        _current ?? throw new InvalidOperationException("There is no message: MoveNext was not called or returned false.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
        {
            throw new InvalidOperationException("The previous read is still in progress: await it first.");
        }

        try
        {
            (var found, _current) = await call.ReadAsync(cancellationToken);
            return found;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
