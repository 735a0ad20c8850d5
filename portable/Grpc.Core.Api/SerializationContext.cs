using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a serializer puts a message: either <see cref="Complete(byte[])"/>, or optionally <see cref="SetPayloadLength"/>,
/// then <see cref="GetBufferWriter"/> and <see cref="Complete()"/>.
/// </summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Told before the writer is asked for, it lets the message be written in place.</summary>
    /// <param name="payloadLength">Bytes that will be written, exactly.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    public virtual void Complete() => throw new NotSupportedException();
}
