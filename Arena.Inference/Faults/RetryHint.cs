using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Arena.Inference.Faults;

/// <summary>How long an upstream asks to be left alone.</summary>
/// <remarks>
/// <code>
/// retry-after-ms: 1500                                                OpenAI
/// Retry-After: 3     Retry-After: Wed, 21 Oct 2026 07:28:00 GMT       RFC 9110, section 10.2.3
/// {"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"36s"}]}}      Google, no header
/// </code>
/// </remarks>
internal static class RetryHint
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The longest hint of all, so that waiting is never cut short; null without one.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        TimeSpan?[] hints = [FromMilliseconds(headers), FromHeader(headers.RetryAfter, now), FromBody(body)];
        return hints.Max() is { } hint && hint > TimeSpan.Zero ? (hint < Longest ? hint : Longest) : null;
    }

    private static TimeSpan? FromMilliseconds(HttpResponseHeaders headers) =>
        headers.TryGetValues("retry-after-ms", out var values)
        && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            ? Seconds(milliseconds / 1000)
            : null;

    private static TimeSpan? FromHeader(RetryConditionHeaderValue? header, DateTimeOffset now) => header?.Delta ?? header?.Date - now;

    private static TimeSpan? FromBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var document = JsonElement.ParseValue(ref reader);
            document = document.ValueKind is JsonValueKind.Array && document.GetArrayLength() > 0 ? document[0] : document;
            return document.ValueKind is JsonValueKind.Object
                && document.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object
                && error.TryGetProperty("details", out var details) && details.ValueKind is JsonValueKind.Array
                    ? details.EnumerateArray().Select(FromDetail).Max()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? FromDetail(JsonElement detail) =>
        detail.ValueKind is JsonValueKind.Object
        && detail.TryGetProperty("retryDelay", out var delay) && delay.ValueKind is JsonValueKind.String
        && delay.GetString() is ['0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', .. var rest] text && rest.EndsWith('s')
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? Seconds(seconds)
            : null;

    private static TimeSpan? Seconds(double seconds) =>
        seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
}
