using System.Text;
using System.Text.Json;

namespace Arena.Ratings.VoteFiles;

/// <summary>
/// Votes as one JSON object per line: battles of the public 140k schema, FastChat's clean battles, and FastChat's vote log.
/// <code>
/// {"id":"911cb365","model_a":"model-x","model_b":"model-y","winner":"both_bad","category_tag":{"math_v0.1":{"math":false}},"language":"en"}
/// {"tstamp":1722470400.1,"type":"leftvote","models":["",""],"states":[{"conv_id":"5f1c","model_name":"model-x"},{"conv_id":"77ab","model_name":"model-y"}]}
/// </code>
/// Sources: lmarena-ai/arena-human-preference-140k; lm-sys/FastChat <c>serve/gradio_block_arena_anony.py</c>, <c>monitor/clean_battle_data.py</c>.
/// </summary>
internal static class JsonVotes
{
    public static void Read(VoteFile file, VoteQuery query, VoteSet votes)
    {
        while (file.Records.TryRead(quotes: false, out var line))
        {
            var place = new VotePlace(file.Path, file.Records.Line);
            using var document = Parse(line, place);
            var record = document.RootElement;
            if (record.ValueKind != JsonValueKind.Object)
            {
                throw place.Problem("not a JSON object.");
            }

            if (record.TryGetProperty("winner"u8, out var winner))
            {
                ReadBattle(record, winner, place, query, votes);
            }
            else if (record.TryGetProperty("type"u8, out var type))
            {
                ReadLogLine(record, type, place, query, votes);
            }
            else
            {
                throw place.Problem("neither a battle (with 'winner') nor a line of a vote log (with 'type').");
            }
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, VotePlace place)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException problem)
        {
            throw place.Problem($"not JSON at byte {problem.BytePositionInLine}.");
        }
    }

    private static void ReadBattle(JsonElement record, JsonElement winner, VotePlace place, VoteQuery query, VoteSet votes)
    {
        var preference = winner.ValueKind == JsonValueKind.String ? Winners.Parse(Encoding.UTF8.GetBytes(winner.GetString()!)) : null;
        if (preference is null)
        {
            throw place.Problem($"the winner is {winner.GetRawText()}; known are {Winners.Known}.");
        }

        if (record.TryGetProperty("anony"u8, out var blind) && blind.ValueKind == JsonValueKind.False)
        {
            votes.Note("battles were not blind; they were left out.");
            return;
        }

        if (query.Where.All(condition => JsonTags.Holds(record, condition, place)))
        {
            var id = Text(record, "id") ?? Text(record, "question_id") ?? throw place.Problem("there is no 'id'.");
            votes.Add(place, Utf8(id), Utf8(Required(record, "model_a", place)), Utf8(Required(record, "model_b", place)), preference.Value);
        }
    }

    private static void ReadLogLine(JsonElement record, JsonElement type, VotePlace place, VoteQuery query, VoteSet votes)
    {
        if (type.ValueKind != JsonValueKind.String || Winners.ParseLogType(type.GetString()) is not { } preference)
        {
            votes.Note("lines of a vote log were no votes.");
            return;
        }

        if (!record.TryGetProperty("states"u8, out var states) || states.ValueKind != JsonValueKind.Array || states.GetArrayLength() != 2)
        {
            throw place.Problem("a vote has two 'states'.");
        }

        if (!IsBlind(record))
        {
            votes.Note("battles were not blind; they were left out.");
            return;
        }

        if (query.Where.All(condition => JsonTags.Holds(record, condition, place)))
        {
            var (left, right) = (states[0], states[1]);
            votes.Add(
                place, Utf8(Required(left, "conv_id", place)), Utf8(Required(left, "model_name", place)), Utf8(Required(right, "model_name", place)), preference);
        }
    }

    /// <summary>A blind battle shows no names: empty ones, or "Model A" and "Model B".</summary>
    private static bool IsBlind(JsonElement record) =>
        !record.TryGetProperty("models"u8, out var models) || models.ValueKind != JsonValueKind.Array
        || models.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String && name.GetString() is "" or "Model A" or "Model B");

    private static string Required(JsonElement record, string property, VotePlace place) =>
        Text(record, property) ?? throw place.Problem($"there is no '{property}', or it is no text.");

    private static string? Text(JsonElement record, string property) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
