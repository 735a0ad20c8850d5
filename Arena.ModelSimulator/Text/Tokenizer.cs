using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Text;

/// <summary>Cuts text into word pieces. The pieces put together are the text, and none splits a surrogate pair.</summary>
internal static partial class Tokenizer
{
    // What a chat template adds: a role header per message, and the header of the answer.
    private const int TokensPerMessage = 4;
    private const int TokensPerPrompt = 3;

    public static IReadOnlyList<string> Split(string text) => [.. Piece().Matches(text).Select(match => match.Value)];

    public static int Count(string text) => Piece().Count(text);

    public static int CountPrompt(IEnumerable<ChatTurn> turns) =>
        TokensPerPrompt + turns.Sum(turn => TokensPerMessage + Count(turn.Content));

    // A piece: a blank and up to six letters or three digits; a run of white space; a pair of surrogates; any other character.
    [GeneratedRegex(@" ?\p{L}{1,6}| ?\d{1,3}|\s+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Piece();
}

/// <summary>One message of a conversation; the role is the wire's (<c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>).</summary>
internal sealed record ChatTurn(string Role, string Content);
