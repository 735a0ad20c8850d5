using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Arena.ServiceDefaults.Json;

namespace Arena.ModelSimulator;

/// <summary>Reads JSON bodies so that each protocol can answer bad ones in its own shape.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null with the reason. The content type is not looked at, as with both real servers.</summary>
    public static async Task<(T? Value, string Problem)> ReadJsonAsync<T>(this HttpContext http, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, cancellationToken);
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (!JsonText.IsWellFormed(body.Span))
        {
            return (null, "the body has text that is not Unicode");
        }

        try
        {
            return JsonSerializer.Deserialize(body.Span, type) is { } value ? (value, "") : (null, "the body is null");
        }
        catch (JsonException e)
        {
            return (null, $"the body is not valid: {e.Message}");
        }
    }
}
