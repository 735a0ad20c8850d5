using System.Text.Json;

namespace Arena.Testing;

/// <summary>
/// Checks that lines are what trainers take, by their documentation and not by our writer: TRL's preference format (conversational, explicit prompt) for DPO.
/// </summary>
public static class TrainingLines
{
    private static readonly string[] Roles = ["system", "user", "assistant"];

    /// <summary>The first rule that a line of a DPO file breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? BrokenDpo(string line)
    {
        using var document = JsonDocument.Parse(line);
        var columns = document.RootElement.EnumerateObject().Select(column => column.Name).ToArray();
        if (columns is not ["prompt", "chosen", "rejected"])
        {
            return $"the columns are {string.Join(", ", columns)}";
        }

        var (prompt, chosen, rejected) = (Messages(document.RootElement, "prompt"), Messages(document.RootElement, "chosen"), Messages(document.RootElement, "rejected"));
        return (prompt, chosen, rejected) switch
        {
            (null, _, _) or (_, null, _) or (_, _, null) => "a message is not a role and a text",
            ([.., { Role: not "user" }], _, _) or ([], _, _) => "the prompt does not end with the user",
            (_, not [{ Role: "assistant" }], _) or (_, _, not [{ Role: "assistant" }]) => "an answer is not one message of the assistant",
            _ when prompt.Index().Any(turn => turn.Item.Role is "system" && turn.Index > 0) => "a system message is not the first",
            _ when chosen[0].Content == rejected[0].Content => "both answers are the same",
            _ => null,
        };
    }

    /// <summary>Null where one has other fields, an unknown role or no text.</summary>
    private static List<(string Role, string Content)>? Messages(JsonElement line, string column)
    {
        var messages = new List<(string, string)>();
        foreach (var message in line.GetProperty(column).EnumerateArray())
        {
            if (message.EnumerateObject().Select(field => field.Name).ToArray() is not ["role", "content"]
                || message.GetProperty("role").GetString() is not { } role || !Roles.Contains(role, StringComparer.Ordinal)
                || message.GetProperty("content").GetString() is not { } content || string.IsNullOrWhiteSpace(content))
            {
                return null;
            }

            messages.Add((role, content));
        }

        return messages;
    }
}
