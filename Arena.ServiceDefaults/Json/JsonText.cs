using System.Text.Json;
using System.Text.Unicode;

namespace Arena.ServiceDefaults.Json;

/// <summary>
/// JSON may hold text that is none: half of a surrogate pair, or bytes that are not UTF-8. The reader finds it only where the text is
/// taken, which for <see cref="JsonElement"/> is long after the body was read.
/// </summary>
public static class JsonText
{
    /// <summary>Whether every text in the document can be taken; true also for what is not JSON, which its reader refuses.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (JsonException)
        {
            // Not ours to tell.
        }

        return true;
    }
}
