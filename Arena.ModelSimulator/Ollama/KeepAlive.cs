using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Ollama;

/// <summary>Reads <c>keep_alive</c>: a number is seconds, a string is a Go duration such as <c>1h30m</c>, negative is for ever.</summary>
internal static partial class KeepAlive
{
    /// <summary>False for another JSON type or a string that is no duration.</summary>
    public static bool TryRead(JsonElement? value, TimeSpan fallback, out TimeSpan keepAlive)
    {
        keepAlive = fallback;
        switch (value)
        {
            case null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null }:
                return true;
            case { ValueKind: JsonValueKind.Number } number:
                keepAlive = Limit(number.GetDouble());
                return true;
            case { ValueKind: JsonValueKind.String } text:
                return TryParse(text.GetString()!, out keepAlive);
            default:
                return false;
        }
    }

    // A Go duration: [-+]?([0-9]*(\.[0-9]*)?[a-z]+)+, or 0 without a unit (https://pkg.go.dev/time#ParseDuration).
    private static bool TryParse(string text, out TimeSpan keepAlive)
    {
        keepAlive = default;
        if (text == "0")
        {
            return true;
        }

        var seconds = 0.0;
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        foreach (Match part in Part().Matches(text, at))
        {
            if (part.Index != at)
            {
                return false;
            }

            seconds += double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * SecondsPer(part.Groups["unit"].Value);
            at += part.Length;
        }

        if (at < text.Length || text.Length < 2)
        {
            return false;
        }

        keepAlive = Limit(text[0] == '-' ? -seconds : seconds);
        return true;
    }

    private static double SecondsPer(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        _ => 1e-9,
    };

    private static TimeSpan Limit(double seconds) =>
        seconds < 0 || seconds > TimeSpan.FromDays(36500).TotalSeconds ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    [GeneratedRegex(@"(?<number>\d{1,18}(\.\d{0,18})?|\.\d{1,18})(?<unit>h|ms|m|s|us|µs|ns)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
