using System.Text.RegularExpressions;
using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;

namespace Arena.Ratings.Evidence;

/// <summary>
/// Whether an answer says who wrote it: a name near a self-reference ("I am …", "trained by …"), or remains of a chat template. A name
/// alone is a topic ("compare Claude and GPT-4"), not a leak. Only what models wrote is looked at.
/// </summary>
internal static partial class IdentityLeak
{
    /// <summary>Version of the lists and rules; part of a board's method.</summary>
    public const string Rules = "identity/1";

    /// <summary>Why a vote is kept and not rated.</summary>
    public const string Reason = "identity_leak";

    /// <summary>Makers and families that models name themselves by; the registry's own names are added by the caller.</summary>
    private const string Known =
        "openai|chatgpt|gpt-\\d[\\w.-]*|anthropic|claude|google|deepmind|gemini|gemma|bard|meta ai|meta|llama|mistral|mixtral|qwen|alibaba|tongyi|deepseek|cohere|command r|" +
        "databricks|dbrx|microsoft|phi-\\d|xai|grok|moonshot|kimi|zhipu|chatglm|glm-\\d|vicuna|lmsys|koala|laion|hermes|nous research|nvidia|nemotron|minimax|yi-\\d|01\\.ai|tülu|tulu|ai2|olmo";

    /// <summary>The farthest that a name may be from the words that refer to the speaker, in characters: about ten words.</summary>
    private const int Near = 60;

    /// <summary>Whether anything that the model wrote gives away who it is.</summary>
    public static bool In(Answer answer) =>
        AnswerMapping.Written(answer).Any(text => In(text, [answer.ModelId, answer.AskedModelId, answer.DisplayName, answer.UpstreamModel]));

    /// <summary>Whether the text gives away who wrote it.</summary>
    /// <param name="names">Public id, display name and upstream name of the model.</param>
    public static bool In(string text, IEnumerable<string> names)
    {
        if (Template().IsMatch(text))
        {
            return true;
        }

        var own = names.Where(name => name.Length > 2).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var reference in SelfReference().EnumerateMatches(text))
        {
            var around = text.AsSpan(reference.Index, Math.Min(reference.Length + Near, text.Length - reference.Index));
            if (KnownName().IsMatch(around) || Names(around, own))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<char> text, string[] names)
    {
        foreach (var name in names)
        {
            var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && !IsWord(text, at - 1) && !IsWord(text, at + name.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]);

    [GeneratedRegex(
        @"\bI am\b|\bI['’]m\b|\bmy name is\b|\bas an? (?:AI|language|AI language|large language) model\b|\byou are talking to\b|\bI was (?:created|developed|trained|built|made|fine-tuned) by\b|" +
        @"\bich bin\b|\bje suis\b|\bsoy\b|\bsono\b|\beu sou\b|я —|я –|我是|私は|나는",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SelfReference();

    [GeneratedRegex(@"(?<!\w)(?:" + Known + @")(?!\w)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KnownName();

    [GeneratedRegex(
        @"</?think>|<\|im_(?:start|end)\|>|\[/?INST\]|<</?SYS>>|<\|eot_id\|>|<start_of_turn>|<end_of_turn>|\[gMASK\]",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
