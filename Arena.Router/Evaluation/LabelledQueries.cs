using System.IO.Compression;
using System.Text.Json;
using Arena.Router.Classification;

namespace Arena.Router.Evaluation;

/// <summary>
/// Reads labelled queries: JSON Lines, plain or gzipped, such as
/// <c>{"set":"s","label":"tool","text":"weather in Oslo?","tools":[{"name":"get_weather","description":"…"}]}</c>.
/// <c>tools</c> may be missing, other fields are passed over, blank lines too.
/// </summary>
internal static class LabelledQueries
{
    private const string UnnamedSet = "unnamed";
    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>All rows of a file.</summary>
    /// <exception cref="InvalidDataException">A line is no such row, or nothing is; the message has the number of the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<LabelledQuery> ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        using var stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(stream);
        var rows = new List<LabelledQuery>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                rows.Add(Parse(line, number));
            }
        }

        return rows.Count > 0 ? rows : throw new InvalidDataException("The file has no rows.");
    }

    private static LabelledQuery Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            return row.ValueKind == JsonValueKind.Object
                ? new(
                    Text(row, "set") ?? UnnamedSet,
                    LabelOf(Text(row, "label")),
                    Text(row, "text") ?? throw new InvalidDataException("text is missing."),
                    row.TryGetProperty("tools", out var tools) ? ToolJson.Read(tools) : [])
                : throw new InvalidDataException("a row is a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException($"Line {number}: {exception.Message}", exception);
        }
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) switch
    {
        true when value.ValueKind == JsonValueKind.String => value.GetString(),
        true when value.ValueKind != JsonValueKind.Null => throw new InvalidDataException($"{name} must be a string."),
        _ => null,
    };

    private static QueryLabel LabelOf(string? label) => label switch
    {
        "tool" => QueryLabel.Tool,
        "irrelevant_tools" => QueryLabel.IrrelevantTools,
        "chat" => QueryLabel.Chat,
        null => throw new InvalidDataException("label is missing."),
        _ => throw new InvalidDataException($"label is '{label}'; it must be tool, irrelevant_tools or chat."),
    };

    private static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual(GzipMagic);
    }
}
