using Grpc.Core;
using Grpc.Net;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed partial class HttpContextServerCallContext
{
    // The deadline may end the response while the handler writes.
    private readonly SemaphoreSlim _responseLock = new(1, 1);
    private MessageReader? _reader;
    private MessageWriter? _writer;
    private bool _wroteMessage;
    private bool _ended;

    public ValueTask<(bool Found, T Message)> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
    {
        var reader = _reader ??= new MessageReader(
            http.Request.BodyReader, options.MaxReceiveMessageSize, http.Request.Headers[GrpcHeaders.Encoding], [.. options.CompressionProviders]);
        return ReadAsync();

        async ValueTask<(bool, T)> ReadAsync()
        {
            if (!cancellationToken.CanBeCanceled || cancellationToken == CancellationToken)
            {
                return await reader.ReadAsync(marshaller.ContextualDeserializer, CancellationToken);
            }

            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, CancellationToken);
            return await reader.ReadAsync(marshaller.ContextualDeserializer, linked.Token);
        }
    }

    /// <summary>The one request of a call that does not stream them.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
    {
        var (found, message) = await ReadAsync(marshaller, CancellationToken);
        if (!found)
        {
            throw new RpcException(new Status(StatusCode.Internal, "Incomplete message."));
        }

        var (another, _) = await ReadAsync(marshaller, CancellationToken);
        return another ? throw new RpcException(new Status(StatusCode.Internal, "Additional data after the message received.")) : message;
    }

    /// <summary>The one response of a call that does not stream them; leaves together with the trailers.</summary>
    public Task WriteSingleAsync<T>(T message, Marshaller<T> marshaller)
    {
        if (message is null)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        }

        // As in the official server, a status set by the handler wins over its response.
        return StatusCore.StatusCode == StatusCode.OK ? WriteAsync(message, marshaller, flush: false, CancellationToken) : Task.CompletedTask;
    }

    public Task WriteAsync<T>(T message, Marshaller<T> marshaller, CancellationToken cancellationToken) =>
        WriteAsync(message, marshaller, flush: WriteOptionsCore?.Flags.HasFlag(WriteFlags.BufferHint) != true, cancellationToken);

    /// <summary>Runs a handler that streams; sends the response headers as soon as it waits for something, since callers wait for them.</summary>
    public async Task StreamAsync(Task handler)
    {
        if (!handler.IsCompleted)
        {
            await FlushHeadersAsync();
        }

        await handler;
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        await _responseLock.WaitAsync(CancellationToken);
        try
        {
            if (http.Response.HasStarted || _wroteMessage)
            {
                throw new InvalidOperationException("Response headers can only be sent once, before any message.");
            }

            Append(http.Response.Headers, responseHeaders);
            await http.Response.BodyWriter.FlushAsync(CancellationToken);
        }
        finally
        {
            _responseLock.Release();
        }
    }

    private async Task FlushHeadersAsync()
    {
        try
        {
            await _responseLock.WaitAsync(CancellationToken);
        }
        catch (OperationCanceledException)
        {
            return; // the handler will see it too
        }

        try
        {
            if (!_ended && !http.Response.HasStarted)
            {
                await http.Response.StartAsync(CancellationToken);
                await http.Response.BodyWriter.FlushAsync(CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The handler, which is awaited next, sees the same token.
        }
        finally
        {
            _responseLock.Release();
        }
    }

    private async Task WriteAsync<T>(T message, Marshaller<T> marshaller, bool flush, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        await _responseLock.WaitAsync(CancellationToken);
        try
        {
            if (_ended)
            {
                throw new InvalidOperationException("The call has ended: no message can be written.");
            }

            CancellationToken.ThrowIfCancellationRequested();
            _writer ??= new MessageWriter(options.MaxSendMessageSize, _responseCompression, options.ResponseCompressionLevel);
            _writer.Write(http.Response.BodyWriter, message, marshaller.ContextualSerializer, WriteOptionsCore?.Flags ?? default);
            _wroteMessage = true;
            if (flush)
            {
                await http.Response.BodyWriter.FlushAsync(CancellationToken);
            }
        }
        finally
        {
            _responseLock.Release();
        }
    }

    private ICompressionProvider? FindProvider(string? name) =>
        name is null ? null : options.CompressionProviders.FirstOrDefault(provider => provider.EncodingName.Equals(name, StringComparison.Ordinal));
}
