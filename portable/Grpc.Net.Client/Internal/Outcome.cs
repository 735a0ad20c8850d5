using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>How a call ended.</summary>
internal sealed record Outcome(Status Status, Metadata Trailers, bool AsOperationCanceled, CancellationToken Token)
{
    public Exception ToException()
    {
        var exception = new RpcException(Status, Trailers);
        return AsOperationCanceled ? new OperationCanceledException(Status.Detail, exception, Token) : exception;
    }
}
