using System.Buffers;

namespace Arena.Inference.Drivers;

/// <summary>
/// The data of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
/// Unlike the framework's parser it counts the lines that the rules tell it to ignore, because a dying proxy
/// leaves its last words there:
/// <code>
/// : ping
///
/// data: {"choices":[{"delta":{"content":"Hel"}}]}
///
/// proxy error: Failed to read connection
/// </code>
/// </summary>
internal sealed class SseReader(LineReader lines)
{
    private readonly ArrayBufferWriter<byte> _data = new();

    /// <summary>Lines that are not fields of the protocol.</summary>
    public int StrayLines { get; private set; }

    /// <summary>The data of the next event that has any, valid until the next call; null at the end of the body.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadDataAsync(CancellationToken cancellationToken)
    {
        _data.ResetWrittenCount();
        var hasData = false;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IsEmpty)
            {
                if (hasData)
                {
                    return _data.WrittenMemory;
                }

                continue;
            }

            hasData |= TakeField(line.Span, hasData);
        }

        return null; // an event without its blank line is lost
    }

    private bool TakeField(ReadOnlySpan<byte> line, bool hasData)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is 0)
        {
            return false; // a comment
        }

        var name = colon < 0 ? line : line[..colon];
        if (name.SequenceEqual("data"u8))
        {
            var value = colon < 0 ? [] : line[(colon + 1)..];
            if (hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value is [(byte)' ', ..] ? value[1..] : value);
            return true;
        }

        if (!name.SequenceEqual("event"u8) && !name.SequenceEqual("id"u8) && !name.SequenceEqual("retry"u8))
        {
            StrayLines++;
        }

        return false;
    }
}
