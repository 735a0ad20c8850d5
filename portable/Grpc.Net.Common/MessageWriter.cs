using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net;

/// <summary>
/// Frames messages: one flag byte (1: compressed), four bytes of length, big-endian, then the payload.
/// A message whose length is told before is serialized in place, without a copy. One message at a time.
/// </summary>
internal sealed class MessageWriter(int? maxMessageSize, ICompressionProvider? compression = null, CompressionLevel? compressionLevel = null)
    : SerializationContext, IDisposable
{
    public const int HeaderSize = 5;

    private IBufferWriter<byte>? _output;
    private PooledBuffer? _buffer;
    private bool _compress;
    private int? _payloadLength;
    private State _state;

    private enum State
    {
        Idle,
        Started,
        InPlace,
        Buffered,
        Completed,
    }

    /// <summary>Appends a frame to the output; does not flush it.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the message is larger than allowed. INTERNAL: the serializer did not complete.</exception>
    public void Write<T>(IBufferWriter<byte> output, T message, Action<T, SerializationContext> serializer, WriteFlags flags = default)
    {
        _output = output;
        _compress = compression is not null && !flags.HasFlag(WriteFlags.NoCompress);
        _payloadLength = null;
        _state = State.Started;
        serializer(message, this);
        if (_state != State.Completed)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The serializer did not complete the message."));
        }

        _output = null;
        _state = State.Idle;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        Expect(State.Started);
        CheckSize(payloadLength);
        _payloadLength = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_state is State.InPlace)
        {
            return _output!;
        }

        if (_state is State.Buffered)
        {
            return _buffer!;
        }

        Expect(State.Started);
        if (_payloadLength is { } length && !_compress)
        {
            (_output as PooledBuffer)?.EnsureFree(HeaderSize + length);
            WriteHeader(compressed: false, length);
            _state = State.InPlace;
            return _output!;
        }

        _buffer ??= new PooledBuffer();
        _buffer.Reset();
        _state = State.Buffered;
        return _buffer;
    }

    public override void Complete()
    {
        if (_state == State.Buffered)
        {
            WritePayload(_buffer!.WrittenSpan);
        }
        else
        {
            Expect(State.InPlace);
        }

        _state = State.Completed;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Expect(State.Started);
        WritePayload(payload);
        _state = State.Completed;
    }

    public void Dispose() => _buffer?.Dispose();

    private void WritePayload(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        if (!_compress)
        {
            WriteHeader(compressed: false, payload.Length);
            _output!.Write(payload);
            return;
        }

        using var compressed = new PooledBuffer(Math.Max(payload.Length / 2, 64));
        using (var stream = compression!.CreateCompressionStream(compressed, compressionLevel))
        {
            stream.Write(payload);
        }

        WriteHeader(compressed: true, compressed.WrittenCount);
        _output!.Write(compressed.WrittenSpan);
    }

    private void WriteHeader(bool compressed, int length)
    {
        var header = _output!.GetSpan(HeaderSize);
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        _output.Advance(HeaderSize);
    }

    private void CheckSize(int length)
    {
        if (length > maxMessageSize)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, $"Sending message exceeds the maximum configured message size: {length} bytes, {maxMessageSize} allowed."));
        }
    }

    private void Expect(State state)
    {
        if (_state != state)
        {
            throw new InvalidOperationException($"The serialization context is {_state}, not {state}: a serializer called it out of order.");
        }
    }
}
