using System.Text.RegularExpressions;

namespace Arena.Web.Battles.Runs;

/// <summary>
/// What a voter may see of a model's raw text, while it arrives: no thinking block at the start and no token of a chat template, both of
/// which tell a family of models apart and come through when a server does not know the model's template.
/// Raw input: <c>&lt;think&gt;\nThe user asks…\n&lt;/think&gt;\n\nParis.&lt;|im_end|&gt;</c>. A thinking tag in the middle stays: there it
/// is what the answer talks about.
/// </summary>
internal sealed partial class VisibleText
{
    private static readonly string[] ThinkingTags = ["think", "thinking"];
    private static readonly string[] PlainTokens = ["<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]"];

    private const int LongestToken = 44;

    private string _held = "";
    private string? _closingTag;
    private bool _inBody;

    /// <summary>The next raw piece → what can be shown by now; the rest is held until it is clear what it is.</summary>
    public string Append(string raw)
    {
        _held += raw.Replace("\0", "", StringComparison.Ordinal);
        while (!_inBody && SkipLead())
        {
        }

        if (!_inBody)
        {
            return "";
        }

        var text = Tokens.Replace(_held, "");
        var held = HeldLength(text);
        _held = text[^held..];
        return text[..^held];
    }

    /// <summary>Nothing follows: what was held is text, unless it is unfinished thinking.</summary>
    public string Complete()
    {
        var rest = _closingTag is null ? _held : "";
        _held = "";
        return rest;
    }

    /// <summary>One step through white space and thinking; false when more text is needed to go on.</summary>
    private bool SkipLead()
    {
        if (_closingTag is not null)
        {
            var end = _held.IndexOf(_closingTag, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                _held = _held[Math.Max(0, _held.Length - _closingTag.Length)..];
                return false;
            }

            _held = _held[(end + _closingTag.Length)..];
            _closingTag = null;
        }

        _held = _held.TrimStart();
        if (ThinkingTags.FirstOrDefault(tag => _held.StartsWith($"<{tag}>", StringComparison.OrdinalIgnoreCase)) is { } opened)
        {
            _held = _held[(opened.Length + 2)..];
            _closingTag = $"</{opened}>";
            return true;
        }

        _inBody = _held.Length > 0
            && !ThinkingTags.Any(tag => $"<{tag}>".StartsWith(_held, StringComparison.OrdinalIgnoreCase));
        return false;
    }

    private static int HeldLength(string text)
    {
        for (var i = Math.Max(0, text.Length - LongestToken); i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (text[i] is '<' or '[' && (TokenStart.IsMatch(rest) || StartsPlainToken(rest)))
            {
                return rest.Length;
            }
        }

        return 0;
    }

    private static bool StartsPlainToken(ReadOnlySpan<char> rest)
    {
        foreach (var token in PlainTokens)
        {
            if (token.AsSpan().StartsWith(rest))
            {
                return true;
            }
        }

        return false;
    }

    // <|im_end|>, <|eot_id|>, <|endoftext|>; DeepSeek writes <｜end▁of▁sentence｜>.
    [GeneratedRegex(@"<[|｜][\w▁]{1,40}[|｜]>|<(?:start|end)_of_turn>|\[/?INST\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tokens { get; }

    [GeneratedRegex(@"^<([|｜]([\w▁]{0,40}[|｜]?)?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenStart { get; }
}
