namespace Arena.Ratings.VoteFiles;

/// <summary>
/// Cuts a stream of UTF-8 into records: lines, or in CSV lines that go on while a quote is open. Line ends are LF or CR LF; a byte order mark and
/// blank lines are skipped.
/// </summary>
internal sealed class RecordReader(Stream stream, string file)
{
    /// <summary>No vote is this long: a quote that is never closed must not read a whole disk into memory.</summary>
    private const int MaxRecord = 256 << 20;

    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private long _linesBefore;
    private bool _ended;

    /// <summary>Number of the first line of the last record, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The first byte that is no white space, without taking it: what kind of file this is. 0 for an empty one.</summary>
    public byte Peek()
    {
        while (_end - _start < 4096 && Fill())
        {
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (_buffer.AsSpan(_start, _end - _start).StartsWith(mark))
        {
            _start += mark.Length;
        }

        var first = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8);
        return first < 0 ? (byte)0 : _buffer[_start + first];
    }

    /// <summary>The next record that is not blank, without its line end. Valid until the next call.</summary>
    /// <param name="quotes">Whether a quote keeps a record open across line ends.</param>
    public bool TryRead(bool quotes, out ReadOnlyMemory<byte> record)
    {
        while (TryReadAny(quotes, out record))
        {
            if (record.Span.ContainsAnyExcept(" \t"u8))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryReadAny(bool quotes, out ReadOnlyMemory<byte> record)
    {
        Line = _linesBefore + 1;
        var (searched, open) = (0, false);
        while (true)
        {
            var rest = _buffer.AsSpan(_start + searched, _end - _start - searched);
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && Fill())
            {
                continue;
            }

            var part = end < 0 ? rest : rest[..end];
            if (quotes && (part.Count((byte)'"') & 1) == 1)
            {
                open = !open;
            }

            if (end >= 0)
            {
                _linesBefore++;
            }

            searched += part.Length;
            if (end < 0 && open)
            {
                throw VoteFileException.At(file, Line, "a quote is opened and never closed.");
            }

            if (end < 0 || !open)
            {
                var length = searched;
                record = Trimmed(_start, length);
                _start += end < 0 ? length : length + 1;
                return length > 0 || end >= 0;
            }

            searched++; // the line end belongs to the record
        }
    }

    private ReadOnlyMemory<byte> Trimmed(int start, int length) =>
        _buffer.AsMemory(start, length > 0 && _buffer[start + length - 1] == '\r' ? length - 1 : length);

    /// <summary>Reads more bytes; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxRecord)
            {
                throw VoteFileException.At(file, Line, $"a record is longer than {MaxRecord >> 20} MB; a quote that is never closed?");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        return !_ended;
    }
}
