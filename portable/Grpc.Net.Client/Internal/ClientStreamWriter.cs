using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Request messages of a call, one after another, on the open body of its request.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writing;

    public HttpContent Content => new StreamContent(this);

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_completed.Task.IsCompleted)
        {
            throw new InvalidOperationException("The request stream is completed: no message can be written.");
        }

        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("The previous write is still in progress: await it first.");
        }

        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => ((GrpcCall<TRequest, TResponse>)state!).Dispose(), call);
            await WriteCoreAsync(message);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw call.TryGetOutcome()?.ToException() ?? new RpcException(TransportStatus.From(exception, "Error writing the request."));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        _completed.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task WriteCoreAsync(TRequest message)
    {
        var stream = await _stream.Task.WaitAsync(call.Ended);
        using var buffer = new PooledBuffer();
        using var writer = call.CreateMessageWriter();
        var flags = WriteOptions?.Flags ?? default;
        writer.Write(buffer, message, call.Method.RequestMarshaller.ContextualSerializer, flags);
        await stream.WriteAsync(buffer.WrittenMemory, call.Ended);
        if (!flags.HasFlag(WriteFlags.BufferHint))
        {
            await stream.FlushAsync(call.Ended);
        }
    }

    /// <summary>Lends the body to the writer, and ends it when the writer is completed or the call has ended.</summary>
    private sealed class StreamContent(ClientStreamWriter<TRequest, TResponse> writer) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.FlushAsync(cancellationToken); // the server is to see the call before the first message
            if (!writer._stream.TrySetResult(stream))
            {
                throw new InvalidOperationException("The request stream cannot be sent twice.");
            }

            await writer._completed.Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
