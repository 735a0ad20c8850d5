namespace Arena.Ratings.VoteFiles;

/// <summary>
/// The fields of one CSV record. Source: RFC 4180: <c>a,"b, with ""quotes"" and line ends",c</c>.
/// </summary>
internal sealed class CsvFields(string file)
{
    private const byte Quote = (byte)'"';
    private const byte Comma = (byte)',';

    private ReadOnlyMemory<byte> _record;
    private Range[] _ranges = new Range[16];
    private byte[] _unescaped = new byte[256];

    public int Count { get; private set; }

    public void Split(ReadOnlyMemory<byte> record, long line)
    {
        _record = record;
        Count = 0;
        var span = record.Span;
        for (var start = 0; ;)
        {
            var end = start < span.Length && span[start] == Quote ? QuotedEnd(span, start, line) : PlainEnd(span, start);
            Add(start..end);
            if (end == span.Length)
            {
                return;
            }

            start = end + 1;
        }
    }

    /// <summary>The value of a field; valid until the next call.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var field = _record.Span[_ranges[index]];
            if (field.IsEmpty || field[0] != Quote)
            {
                return field;
            }

            field = field[1..^1];
            return field.Contains(Quote) ? Unescape(field) : field;
        }
    }

    private void Add(Range range)
    {
        if (Count == _ranges.Length)
        {
            Array.Resize(ref _ranges, Count * 2);
        }

        _ranges[Count++] = range;
    }

    private static int PlainEnd(ReadOnlySpan<byte> record, int start)
    {
        var comma = record[start..].IndexOf(Comma);
        return comma < 0 ? record.Length : start + comma;
    }

    private int QuotedEnd(ReadOnlySpan<byte> record, int start, long line)
    {
        for (var at = start + 1; ;)
        {
            var quote = record[at..].IndexOf(Quote);
            if (quote < 0)
            {
                throw VoteFileException.At(file, line, "a quote is opened and never closed.");
            }

            at += quote + 1;
            if (at == record.Length || record[at] == Comma)
            {
                return at;
            }

            if (record[at] != Quote)
            {
                throw VoteFileException.At(file, line, "a quoted field goes on after its closing quote.");
            }

            at++;
        }
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> field)
    {
        if (_unescaped.Length < field.Length)
        {
            _unescaped = new byte[field.Length];
        }

        var length = 0;
        for (var at = 0; at < field.Length; at++)
        {
            _unescaped[length++] = field[at];
            at += field[at] == Quote ? 1 : 0;
        }

        return _unescaped.AsSpan(0, length);
    }
}
