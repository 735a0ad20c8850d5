using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>The content of a delta: text, and thinking text where the two come in one array.</summary>
internal readonly record struct ChunkText(string? Text, string? Thinking);

/// <summary>Reads a content in either of its forms.</summary>
/// <remarks>
/// <code>
/// "Hel"
/// [{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Hel"}]      Mistral's reasoning models
/// </code>
/// </remarks>
internal sealed class ChunkTextConverter : JsonConverter<ChunkText>
{
    public override ChunkText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType is JsonTokenType.String)
        {
            return new(reader.GetString(), Thinking: null);
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            throw new JsonException("The content is neither a text nor an array.");
        }

        var (text, thinking) = (new StringBuilder(), new StringBuilder());
        foreach (var part in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            Append(part, text, thinking);
        }

        return new(text.ToString(), thinking.ToString());
    }

    public override void Write(Utf8JsonWriter writer, ChunkText value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Chunks are only read.");

    private static void Append(JsonElement part, StringBuilder text, StringBuilder thinking)
    {
        if (part.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        if (part.TryGetProperty("text", out var said) && said.ValueKind is JsonValueKind.String)
        {
            text.Append(said.GetString());
        }

        if (part.TryGetProperty("thinking", out var thought) && thought.ValueKind is JsonValueKind.Array)
        {
            foreach (var piece in thought.EnumerateArray())
            {
                Append(piece, thinking, thinking);
            }
        }
    }
}
