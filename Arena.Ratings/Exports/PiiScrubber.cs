using System.Text.RegularExpressions;

namespace Arena.Ratings.Exports;

/// <summary>
/// Replaces what points to a person: e-mail addresses, IBANs, payment cards (by their check digit), telephone numbers, IP addresses. A filter
/// by pattern: it knows forms, not names.
/// </summary>
internal static partial class PiiScrubber
{
    public static string Scrub(string text)
    {
        text = Email().Replace(text, "[EMAIL]");
        text = Iban().Replace(text, "[IBAN]");
        text = Card().Replace(text, match => IsCard(match.Value) ? "[CARD]" : match.Value);
        text = IpAddress().Replace(text, "[IP]");
        return Phone().Replace(text, match => match.Value.Count(char.IsAsciiDigit) is >= 8 and <= 15 ? "[PHONE]" : match.Value);
    }

    /// <summary>The Luhn check of ISO/IEC 7812-1.</summary>
    private static bool IsCard(string text)
    {
        var (sum, place) = (0, 0);
        foreach (var c in text.Reverse().Where(char.IsAsciiDigit))
        {
            var digit = (c - '0') * (place++ % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return place is >= 13 and <= 19 && sum % 10 == 0;
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b\d(?:[ -]?\d){12,18}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Card();

    [GeneratedRegex(@"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IpAddress();

    // With a plus or a leading zero: a bare number is a number.
    [GeneratedRegex(@"(?<![\w.])(?:\+\d|\(0\)|\(?0\d)[\d ()/.-]{5,18}\d\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Phone();
}
