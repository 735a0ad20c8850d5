using System.Buffers;
using System.IO.Pipelines;
using Arena.Inference.Faults;

namespace Arena.Inference.Drivers;

/// <summary>
/// Lines of a body, ended by <c>\n</c>, <c>\r\n</c> or <c>\r</c> as server-sent events allow, whatever the pieces in which the
/// bytes arrive. A line is handed out as soon as its end is there; a <c>\n</c> that follows a <c>\r</c> later belongs to that end.
/// </summary>
internal sealed class LineReader(Stream body) : IAsyncDisposable
{
    /// <summary>Nobody sends a longer line in good faith.</summary>
    public const int MaxLineLength = 4 * 1024 * 1024;

    private static readonly byte[] LineEnds = "\r\n"u8.ToArray();
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly PipeReader _reader = PipeReader.Create(body);
    private byte[] _line = new byte[1024];
    private bool _afterCarriageReturn;
    private bool _atStart = true;

    /// <summary>Why the connection broke; null while it has not, and after an orderly end.</summary>
    public string? Break { get; private set; }

    /// <summary>The last line handed out had no line end: the body stopped inside it.</summary>
    public bool EndedInsideLine { get; private set; }

    /// <summary>The next line without its end, valid until the next call; null after the last one.</summary>
    /// <exception cref="UpstreamFaultException">A line is longer than <see cref="MaxLineLength"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _reader.ReadAsync(cancellationToken);
            }
            catch (Exception exception) when (exception.IsTransportFault())
            {
                Break = TransportFault.Describe(exception);
                return null;
            }

            if (TryTakeLine(read, out var line))
            {
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private bool TryTakeLine(in ReadResult read, out ReadOnlyMemory<byte> line)
    {
        var buffer = SkipLineFeed(read.Buffer);
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadToAny(out ReadOnlySequence<byte> found, LineEnds, advancePastDelimiter: false))
        {
            reader.TryRead(out var end);
            _afterCarriageReturn = end is (byte)'\r';
            line = Copy(found);
            _reader.AdvanceTo(reader.Position);
            return true;
        }

        if (buffer.Length > MaxLineLength)
        {
            throw new UpstreamFaultException(FaultCause.NotTheProtocol, $"A line is longer than {MaxLineLength} bytes.");
        }

        if (read.IsCompleted && !buffer.IsEmpty)
        {
            EndedInsideLine = true;
            line = Copy(buffer);
            _reader.AdvanceTo(buffer.End);
            return true;
        }

        line = default;
        _reader.AdvanceTo(buffer.Start, buffer.End);
        return false;
    }

    private ReadOnlySequence<byte> SkipLineFeed(ReadOnlySequence<byte> buffer)
    {
        if (!_afterCarriageReturn || buffer.IsEmpty)
        {
            return buffer;
        }

        _afterCarriageReturn = false;
        return buffer.FirstSpan[0] is (byte)'\n' ? buffer.Slice(1) : buffer;
    }

    private ReadOnlyMemory<byte> Copy(ReadOnlySequence<byte> line)
    {
        var length = (int)line.Length;
        if (_line.Length < length)
        {
            _line = new byte[Math.Max(length, _line.Length * 2)];
        }

        line.CopyTo(_line);
        var skip = _atStart && _line.AsSpan(0, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        _atStart = false;
        return _line.AsMemory(skip, length - skip);
    }
}
