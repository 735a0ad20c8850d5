using System.Text;
using System.Text.Json;
using Arena.Ratings.Engine;

namespace Arena.Ratings.VoteFiles;

/// <summary>
/// The style of both answers of a battle: from its <c>conv_metadata</c>, as the public 140k set has it, else counted in the answers themselves.
/// </summary>
internal static class JsonStyle
{
    /// <summary>The styles of left and right; null when the battle has neither figures nor texts.</summary>
    public static (StyleCounts Left, StyleCounts Right)? OfBattle(JsonElement battle)
    {
        if (battle.TryGetProperty("conv_metadata"u8, out var figures) && Figures(figures, "a") is { } left && Figures(figures, "b") is { } right)
        {
            return (left, right);
        }

        return battle.TryGetProperty("conversation_a"u8, out var one) && battle.TryGetProperty("conversation_b"u8, out var other)
            ? (OfAnswers(Answers(one)), OfAnswers(Answers(other)))
            : null;
    }

    /// <summary>The style of one side of a vote log: messages are [role, text], the first ones may be examples.</summary>
    public static StyleCounts OfState(JsonElement state)
    {
        var skipped = state.TryGetProperty("offset"u8, out var offset) && offset.TryGetInt32(out var examples) ? examples : 0;
        return state.TryGetProperty("messages"u8, out var messages) && messages.ValueKind == JsonValueKind.Array
            ? OfAnswers(messages.EnumerateArray().Skip(skipped)
                .Where(message => message.ValueKind == JsonValueKind.Array && message.GetArrayLength() == 2 && message[0].ValueEquals("assistant"u8))
                .Select(message => message[1].ToString()))
            : default;
    }

    private static StyleCounts OfAnswers(IEnumerable<string> answers) => answers.Aggregate(default(StyleCounts), (sum, answer) => sum + StyleCounts.Of(answer));

    private static StyleCounts? Figures(JsonElement figures, string side) =>
        Sum(figures, $"sum_assistant_{side}_tokens") is { } tokens && Sum(figures, $"header_count_{side}") is { } headers
        && Sum(figures, $"list_count_{side}") is { } lists && Sum(figures, $"bold_count_{side}") is { } bold
            ? new(tokens, headers, lists, bold)
            : null;

    /// <summary>A number, or an object of numbers: <c>{"h1":0,"h2":3}</c>.</summary>
    private static double? Sum(JsonElement figures, string name) =>
        figures.ValueKind != JsonValueKind.Object || !figures.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.Object => value.EnumerateObject().Sum(part => part.Value.ValueKind == JsonValueKind.Number ? part.Value.GetDouble() : 0),
            _ => null,
        };

    /// <summary>Texts of the assistant's turns; content is a text, or a list of parts with texts.</summary>
    private static IEnumerable<string> Answers(JsonElement conversation)
    {
        if (conversation.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var turn in conversation.EnumerateArray())
        {
            if (turn.ValueKind == JsonValueKind.Object && turn.TryGetProperty("role"u8, out var role) && role.ValueEquals("assistant"u8)
                && turn.TryGetProperty("content"u8, out var content))
            {
                yield return content.ValueKind == JsonValueKind.Array ? Joined(content) : content.ToString();
            }
        }
    }

    private static string Joined(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text"u8, out var piece) && piece.ValueKind == JsonValueKind.String)
            {
                text.Append(piece.GetString());
            }
        }

        return text.ToString();
    }
}
