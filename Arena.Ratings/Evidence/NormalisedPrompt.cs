namespace Arena.Ratings.Evidence;

/// <summary>
/// When two prompts count as the same: lower case, white space collapsed. The same rule splits training from test data, so that no prompt is
/// in both. Not Unicode normalisation: it needs ICU, without which <c>Normalize</c> returns what it was given, and a prompt's fingerprint
/// must not depend on the machine. "é" as one character and as two are different prompts.
/// </summary>
internal static class NormalisedPrompt
{
    public static string Of(string prompt) =>
        string.Join(' ', prompt.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
