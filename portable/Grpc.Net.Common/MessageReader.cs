using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net;

/// <summary>
/// Reads frames (see <see cref="MessageWriter"/>) from a pipe, whatever pieces they arrive in, and deserializes each from the
/// pipe's own buffers. One read at a time.
/// </summary>
/// <param name="input">Where the frames come from. Not completed here.</param>
/// <param name="maxMessageSize">Bytes, before and after decompression. Null: no limit.</param>
/// <param name="encoding">What <c>grpc-encoding</c> said; null or <c>identity</c>: none.</param>
/// <param name="providers">Encodings that can be read.</param>
internal sealed class MessageReader(PipeReader input, int? maxMessageSize, string? encoding, IReadOnlyList<ICompressionProvider> providers)
{
    private readonly Payload _payload = new();

    /// <summary>The next message; <c>Found</c> is false at the end of the input.</summary>
    /// <exception cref="RpcException">INTERNAL: the frame is malformed or cut. RESOURCE_EXHAUSTED: larger than allowed.</exception>
    public async ValueTask<(bool Found, T Message)> ReadAsync<T>(
        Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
    {
        var result = await input.ReadAtLeastAsync(MessageWriter.HeaderSize, cancellationToken);
        if (result.IsCanceled)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        if (result.Buffer.IsEmpty && result.IsCompleted)
        {
            return (false, default!);
        }

        var (compressed, length) = ReadHeader(result.Buffer);
        if (result.Buffer.Length < MessageWriter.HeaderSize + length)
        {
            input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            result = await input.ReadAtLeastAsync(MessageWriter.HeaderSize + length, cancellationToken);
        }

        if (result.Buffer.Length < MessageWriter.HeaderSize + length)
        {
            throw result.IsCanceled ? new OperationCanceledException(cancellationToken) : Malformed("Incomplete message.");
        }

        var payload = result.Buffer.Slice(MessageWriter.HeaderSize, length);
        var message = compressed ? Decompress(payload, deserializer) : Deserialize(payload, deserializer);
        input.AdvanceTo(payload.End);
        return (true, message);
    }

    private static RpcException Malformed(string detail, Exception? cause = null) => new(new Status(StatusCode.Internal, detail, cause));

    private (bool Compressed, int Length) ReadHeader(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < MessageWriter.HeaderSize)
        {
            throw Malformed("Incomplete message.");
        }

        Span<byte> header = stackalloc byte[MessageWriter.HeaderSize];
        buffer.Slice(0, MessageWriter.HeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (header[0] > 1)
        {
            throw Malformed($"Unexpected compressed flag {header[0]} in the message header.");
        }

        if (length > (maxMessageSize ?? int.MaxValue - MessageWriter.HeaderSize))
        {
            throw TooLarge();
        }

        return (header[0] == 1, (int)length);
    }

    private RpcException TooLarge() => new(new Status(
        StatusCode.ResourceExhausted, $"Received message exceeds the maximum configured message size of {maxMessageSize} bytes."));

    private T Deserialize<T>(in ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        _payload.Bytes = payload;
        try
        {
            return deserializer(_payload);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Malformed("The message could not be deserialized.", exception);
        }
        finally
        {
            _payload.Bytes = default;
        }
    }

    private T Decompress<T>(in ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        if (encoding is null or GrpcHeaders.Identity)
        {
            throw Malformed("The message is compressed but no grpc-encoding was given.");
        }

        var provider = providers.FirstOrDefault(candidate => candidate.EncodingName.Equals(encoding, StringComparison.Ordinal))
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding '{encoding}'."));
        using var plain = new PooledBuffer((int)Math.Min((payload.Length * 2) + 64, 1 << 20));
        try
        {
            using var source = new SequenceStream(payload);
            using var stream = provider.CreateDecompressionStream(source);
            int read;
            while ((read = stream.Read(plain.GetSpan(4096))) > 0)
            {
                plain.Advance(read);
                if (plain.WrittenCount > maxMessageSize)
                {
                    throw TooLarge();
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw Malformed("The compressed message could not be read.", exception);
        }

        return Deserialize(new ReadOnlySequence<byte>(plain.WrittenMemory), deserializer);
    }

    private sealed class Payload : DeserializationContext
    {
        public ReadOnlySequence<byte> Bytes { get; set; }

        public override int PayloadLength => (int)Bytes.Length;

        public override byte[] PayloadAsNewBuffer() => Bytes.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => Bytes;
    }
}
