using System.Globalization;
using System.Text;

namespace Arena.Web.Battles.Pacing;

/// <summary>
/// Text that arrived and was not shown yet, counted in text elements (grapheme clusters, UAX #29). The last element is held back until
/// something follows it, because the next piece may belong to it: the second half of a surrogate pair, an accent, a joiner.
/// </summary>
internal sealed class TextElementBuffer
{
    /// <summary>In UTF-16 code units. A longer cluster, which no script needs, is cut, so that it cannot hold the text back for good.</summary>
    public const int LongestElement = 64;

    private readonly StringBuilder _text = new();
    private readonly Queue<byte> _lengths = new();
    private string _tail = "";

    /// <summary>The number of text elements that may be taken now.</summary>
    public int Available => _lengths.Count;

    public bool IsComplete { get; private set; }

    public void Append(string text)
    {
        ObjectDisposedException.ThrowIf(IsComplete, this);
        var arrived = _tail + text;
        var half = arrived.Length > 0 && char.IsHighSurrogate(arrived[^1]) ? arrived[^1..] : "";
        var rest = arrived.AsSpan(0, arrived.Length - half.Length);
        while (ElementLength(rest) is var length && length < rest.Length)
        {
            Settle(rest[..length]);
            rest = rest[length..];
        }

        _tail = $"{rest}{half}";
    }

    /// <summary>Nothing follows: the last element is whole as it is.</summary>
    public void Complete()
    {
        if (_tail.Length > 0)
        {
            Settle(_tail);
        }

        _tail = "";
        IsComplete = true;
    }

    /// <summary>The next <paramref name="count"/> text elements.</summary>
    public string Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Available);
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            length += _lengths.Dequeue();
        }

        var taken = _text.ToString(0, length);
        _text.Remove(0, length);
        return taken;
    }

    private void Settle(ReadOnlySpan<char> element)
    {
        _text.Append(element);
        _lengths.Enqueue((byte)element.Length);
    }

    private static int ElementLength(ReadOnlySpan<char> text)
    {
        var length = StringInfo.GetNextTextElementLength(text);
        if (length <= LongestElement)
        {
            return length;
        }

        return char.IsHighSurrogate(text[LongestElement - 1]) ? LongestElement - 1 : LongestElement;
    }
}
