namespace Arena.Router.Classification.Text;

/// <summary>
/// The words of a text, one after the other, in lower case. Takes "get_user.byID" and "what's" apart as a reader would: get, user, by, id; whats.
/// Chinese, Japanese and Korean have no spaces: each two neighbouring characters are a word.
/// Any sequence of UTF-16 units is a text, lone surrogates included.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> buffer)
{
    /// <summary>Longer words are cut: nobody means them.</summary>
    public const int LongestWord = 40;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private int _at;
    private int _length;
    private bool _sentenceStarts = true;
    private int _quoteEnds = -1;

    /// <summary>The word, in the buffer, which the caller may change.</summary>
    public readonly Span<char> Word => _buffer[.._length];

    /// <summary>Where the word is in the text.</summary>
    public Range Place { get; private set; }

    /// <summary>Carries a digit.</summary>
    public bool HasDigit { get; private set; }

    /// <summary>Begins with a capital inside a sentence, or stands in quotes: rather a value than a word.</summary>
    public bool IsName { get; private set; }

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool Read()
    {
        while (_at < _text.Length && !IsWordChar(_text[_at]))
        {
            Pass(_text[_at]);
            _at++;
        }

        if (_at >= _text.Length)
        {
            return false;
        }

        var first = _text[_at];
        IsName = _at < _quoteEnds || (char.IsUpper(first) && !_sentenceStarts);
        HasDigit = false;
        _length = 0;
        _sentenceStarts = false;
        var start = _at;
        if (IsIdeographic(first))
        {
            ReadPair(first);
        }
        else
        {
            ReadLetters();
        }

        Place = start.._at;
        return true;
    }

    private static bool IsWordChar(char c) => char.IsAsciiLetterOrDigit(c) || (c > 127 && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)));

    private static bool IsIdeographic(char c) => c is >= '\u3040' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF';

    private void ReadPair(char first)
    {
        _buffer[_length++] = first;
        _at++;
        if (_at < _text.Length && IsIdeographic(_text[_at]))
        {
            _buffer[_length++] = _text[_at];
        }
    }

    private void ReadLetters()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '\'' or '’' && _length > 0 && _at + 1 < _text.Length && char.IsLetter(_text[_at + 1]))
            {
                _at++; // what's → whats
                continue;
            }

            if (!IsWordChar(c) || IsIdeographic(c) || (_length > 0 && char.IsUpper(c) && StartsPart()))
            {
                return;
            }

            HasDigit |= char.IsDigit(c);
            if (_length < LongestWord)
            {
                _buffer[_length++] = char.ToLowerInvariant(c);
            }

            _at++;
        }
    }

    // camelCase → camel Case, HTTPServer → HTTP Server
    private readonly bool StartsPart() =>
        char.IsLower(_text[_at - 1]) || (char.IsUpper(_text[_at - 1]) && _at + 1 < _text.Length && char.IsLower(_text[_at + 1]));

    private void Pass(char c)
    {
        if (c is '.' or '!' or '?' or '\n' or ':')
        {
            _sentenceStarts = true;
        }
        else if (c is '"' or '“' or '\'' && _at >= _quoteEnds)
        {
            const int LongestQuote = 80;
            var rest = _text.Slice(_at + 1, Math.Min(LongestQuote, _text.Length - _at - 1));
            _quoteEnds = _at + 1 + Math.Max(0, rest.IndexOf(c == '“' ? '”' : c));
        }
    }
}
