using System.Text;

namespace Arena.Ratings.Evidence;

/// <summary>
/// When two prompts count as the same: NFC, lower case, white space collapsed. The same rule splits training from test data, so that no
/// prompt is in both.
/// </summary>
internal static class NormalisedPrompt
{
    public static string Of(string prompt)
    {
        var normal = prompt.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        return string.Join(' ', normal.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
