using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Arena.Ratings.Battles;
using Arena.Ratings.Engine;
using Arena.Ratings.Exports.Formats;

namespace Arena.Ratings.Imports;

/// <summary>Reads a line of a FastChat vote log or of the public 140k schema; the line itself tells which.</summary>
internal static class LineParser
{
    public const string FastChat = "fastchat";
    public const string Lmarena140k = "lmarena-140k";

    /// <summary>Null for lines of a log that are no votes (chat, share, flag, up- and downvotes).</summary>
    /// <exception cref="ImportLineException">Not a line of either format, or one that lacks something.</exception>
    public static ImportedBattle? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return root.ValueKind is not JsonValueKind.Object ? throw new ImportLineException("it is not a JSON object")
                : root.TryGetProperty("states", out _) || root.TryGetProperty("tstamp", out _) ? FastChatVote(root)
                : root.TryGetProperty("winner", out _) ? PublicVote(root)
                : throw new ImportLineException("it is neither a line of a FastChat vote log nor of the 140k schema");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ImportLineException(exception is KeyNotFoundException ? "a field is missing" : $"it is not what the format says: {exception.Message}");
        }
    }

    // {"tstamp":1722470400.1,"type":"leftvote","models":["",""],"states":[{"conv_id":"5f1c","model_name":"x","offset":0,"messages":[["user","Hi"],…]},…],"ip":"…"}
    private static ImportedBattle? FastChatVote(JsonElement root)
    {
        if (root.GetProperty("type").GetString() is not ("leftvote" or "rightvote" or "tievote" or "bothbad_vote") || root.GetProperty("states").GetArrayLength() != 2)
        {
            return null;
        }

        var (left, right) = (root.GetProperty("states")[0], root.GetProperty("states")[1]);
        var shown = root.GetProperty("models").EnumerateArray().Select(model => model.GetString() ?? "").ToArray();
        if (shown is not [var shownLeft, var shownRight] || (shownLeft.Length == 0) != (shownRight.Length == 0))
        {
            throw new ImportLineException("exactly one of its two models was shown");
        }

        var isBlind = shownLeft.Length == 0 || (shownLeft is "Model A" && shownRight is "Model B");
        return new(
            FastChatId(root, left, right),
            FastChat,
            Text(left, "model_name"),
            Text(right, "model_name"),
            root.GetProperty("type").GetString() switch
            {
                "leftvote" => Preference.Left,
                "rightvote" => Preference.Right,
                "tievote" => Preference.Tie,
                _ => Preference.BothBad,
            },
            DateTimeOffset.UnixEpoch.AddTicks((long)(root.GetProperty("tstamp").GetDecimal() * TimeSpan.TicksPerSecond)),
            root.TryGetProperty("ip", out var address) ? address.GetString() ?? "" : "",
            Provenance(root, "language"),
            Provenance(root, "category"),
            FastChatSide(left),
            FastChatSide(right),
            isBlind ? null : BattleMapping.Named);
    }

    /// <summary>The battle's own id where we wrote the log; else one of the conversations, the moment and the vote.</summary>
    private static string FastChatId(JsonElement root, JsonElement left, JsonElement right)
    {
        var (a, b) = (Text(left, "conv_id"), Text(right, "conv_id"));
        var isOurs = a.EndsWith(FastChatFormat.LeftSuffix, StringComparison.Ordinal) && b.EndsWith(FastChatFormat.RightSuffix, StringComparison.Ordinal)
            && a.AsSpan(0, a.Length - FastChatFormat.LeftSuffix.Length).SequenceEqual(b.AsSpan(0, b.Length - FastChatFormat.RightSuffix.Length));
        return isOurs
            ? a[..^FastChatFormat.LeftSuffix.Length]
            : "fastchat-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{a}\n{b}\n{root.GetProperty("tstamp").GetRawText()}\n{root.GetProperty("type").GetString()}")).AsSpan(0, 16));
    }

    private static ImportedSide FastChatSide(JsonElement state)
    {
        var turns = new List<TurnRecord>();
        if (state.TryGetProperty("system_message", out var system) && system.GetString() is { Length: > 0 } said)
        {
            turns.Add(new("system", said));
        }

        // The first "offset" messages are an example that belongs to the template.
        var roles = state.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ToArray();
        var offset = state.TryGetProperty("offset", out var skip) ? skip.GetInt32() : 0;
        foreach (var message in state.GetProperty("messages").EnumerateArray().Skip(offset))
        {
            var content = message[1].ValueKind is JsonValueKind.Array ? message[1][0].GetString() : message[1].GetString();
            turns.Add(new(message[0].GetString() == roles[0] ? "user" : "assistant", content ?? ""));
        }

        return new(turns, OutputTokens: null);
    }

    // {"id":"911c…","model_a":"x","model_b":"y","winner":"both_bad","evaluation_session_id":"0b6e","conversation_a":[{"role":"user","content":[{"type":"text","text":"Hi"}]},…],…}
    private static ImportedBattle PublicVote(JsonElement root) => new(
        Text(root, root.TryGetProperty("id", out _) ? "id" : "question_id"),
        Lmarena140k,
        Text(root, "model_a"),
        Text(root, "model_b"),
        root.GetProperty("winner").GetString() switch
        {
            "model_a" => Preference.Left,
            "model_b" => Preference.Right,
            "tie" => Preference.Tie,
            "both_bad" or "tie (bothbad)" => Preference.BothBad,
            var other => throw new ImportLineException($"its winner is '{other}'"),
        },
        PublicMoment(root),
        root.TryGetProperty("evaluation_session_id", out var session) ? session.GetString() ?? "" : "",
        root.TryGetProperty("language", out var language) ? Languages.CodeOf(language.GetString() ?? "") : null,
        Provenance(root, "category") ?? PublicCategory(root),
        PublicSide(root, "conversation_a", "sum_assistant_a_tokens"),
        PublicSide(root, "conversation_b", "sum_assistant_b_tokens"),
        root.TryGetProperty("anony", out var blind) && blind.ValueKind is JsonValueKind.False ? BattleMapping.Named : null);

    private static DateTimeOffset PublicMoment(JsonElement root) => root.TryGetProperty("timestamp", out var text)
        ? DateTimeOffset.Parse(text.GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
        : DateTimeOffset.UnixEpoch.AddTicks((long)(root.GetProperty("tstamp").GetDecimal() * TimeSpan.TicksPerSecond));

    private static string PublicCategory(JsonElement root)
    {
        var tags = root.TryGetProperty("category_tag", out var known) ? known : default;
        return root.TryGetProperty("is_code", out var code) && code.ValueKind is JsonValueKind.True ? "code"
            : Tag(tags, "math_v0.1", "math") ? "math"
            : Tag(tags, "creative_writing_v0.1", "creative_writing") ? "creative"
            : "";
    }

    private static bool Tag(JsonElement tags, string group, string name) =>
        tags.ValueKind is JsonValueKind.Object && tags.TryGetProperty(group, out var members) && members.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.True;

    private static ImportedSide PublicSide(JsonElement root, string conversation, string tokens)
    {
        var turns = root.GetProperty(conversation).EnumerateArray().Select(message => new TurnRecord(
            message.GetProperty("role").GetString() ?? "",
            message.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
                ? string.Concat(parts.EnumerateArray().Where(part => part.TryGetProperty("text", out _)).Select(part => part.GetProperty("text").GetString()))
                : message.GetProperty("content").GetString() ?? ""));
        var count = root.TryGetProperty("conv_metadata", out var metadata) && metadata.TryGetProperty(tokens, out var known) ? known.GetInt32() : (int?)null;
        return new([.. turns], count);
    }

    /// <summary>What our own exports say beside the format.</summary>
    private static string? Provenance(JsonElement root, string name) =>
        root.TryGetProperty("arena", out var arena) && arena.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() is { Length: > 0 } text
        ? text
        : throw new ImportLineException($"its {name} is empty");
}
