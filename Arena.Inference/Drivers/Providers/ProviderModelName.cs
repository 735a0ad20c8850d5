using System.Text.RegularExpressions;

namespace Arena.Inference.Drivers.Providers;

/// <summary>
/// Providers are asked for a name that moves and answer with the snapshot that it stands for today: <c>gpt-4o</c> →
/// <c>gpt-4o-2024-08-06</c>, <c>claude-3-5-sonnet-latest</c> → <c>claude-3-5-sonnet-20241022</c>, <c>gemini-2.0-flash</c> →
/// <c>gemini-2.0-flash-001</c>. Anything but a date or a number behind the name is another model: <c>gpt-4o-mini</c>.
/// </summary>
internal static partial class ProviderModelName
{
    private const string Latest = "-latest";
    private const string GeminiPrefix = "models/";

    public static bool IsSame(string asked, string answered)
    {
        asked = Bare(asked);
        answered = Bare(answered);
        return answered.StartsWith(asked, StringComparison.Ordinal) && Snapshot().IsMatch(answered.AsSpan(asked.Length));
    }

    private static string Bare(string name)
    {
        name = name.StartsWith(GeminiPrefix, StringComparison.Ordinal) ? name[GeminiPrefix.Length..] : name;
        return name.EndsWith(Latest, StringComparison.Ordinal) ? name[..^Latest.Length] : name;
    }

    [GeneratedRegex(@"^(-(preview|exp))?([-@]\d{3,8}|-\d{2}-\d{2,4})?(-\d{2}-\d{2})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Snapshot();
}
