using System.Net;

namespace Grpc.Net.Client.Internal;

/// <summary>A body of one message. Serialized when it is sent, and again if the transport has to send it again.</summary>
internal sealed class UnaryContent<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call, TRequest request) : HttpContent
    where TRequest : class
    where TResponse : class
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer();
        using var writer = call.CreateMessageWriter();
        try
        {
            writer.Write(buffer, request, call.Method.RequestMarshaller.ContextualSerializer, call.Options.WriteOptions?.Flags ?? default);
        }
        catch (Exception exception)
        {
            call.Fail(TransportStatus.From(exception, "The request could not be serialized."));
            throw;
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
