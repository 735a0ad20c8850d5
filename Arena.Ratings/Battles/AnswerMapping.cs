using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Contracts.Ratings;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Battles;

/// <summary>An answer and its text, from the wire to the ledger.</summary>
internal static class AnswerMapping
{
    private const string Assistant = "assistant";

    private static readonly JsonSerializerOptions TurnsJson = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sets all that is known of the answer, but its text.</summary>
    public static T Fill<T>(T record, Answer answer)
        where T : RecordedAnswer
    {
        var style = Written(answer).Select(StyleCounts.Of).Aggregate((a, b) => a + b);
        record.AskedModelId = answer.AskedModelId;
        record.ModelId = answer.ModelId;
        record.DisplayName = answer.DisplayName.Length == 0 ? answer.ModelId : Storable(answer.DisplayName);
        record.Simulated = answer.Simulated;
        record.Family = Storable(answer.Family);
        record.DeploymentId = Storable(answer.DeploymentId);
        record.UpstreamModel = Storable(answer.UpstreamModel);
        record.Revision = OrNull(answer.Revision);
        record.FellBack = answer.FellBack;
        record.FinishReason = answer.FinishReason;
        record.InputTokens = answer.InputTokens;
        record.OutputTokens = answer.OutputTokens;
        record.UsageEstimated = answer.UsageEstimated;
        record.CostUsd = answer.HasCostUsd ? answer.CostUsd : null;
        record.TimeToFirstTokenSeconds = answer.TimeToFirstTokenSeconds;
        record.DurationSeconds = answer.DurationSeconds;
        record.Headers = (int)style.Headers;
        record.ListItems = (int)style.ListItems;
        record.BoldSpans = (int)style.Bold;
        return record;
    }

    /// <summary>The conversation as it is kept; null when it is only the prompt and the answer.</summary>
    public static string? TurnsOf(Answer answer, string prompt) => answer.Turns.Count == 0 || IsPromptAndAnswer(answer, prompt)
        ? null
        : JsonSerializer.Serialize(answer.Turns.Select(turn => new TurnRecord(turn.Role, Storable(turn.Content))), TurnsJson);

    /// <summary>The kept conversation; empty where there is none.</summary>
    public static IReadOnlyList<TurnRecord> ParseTurns(string? turns) =>
        turns is null ? [] : JsonSerializer.Deserialize<TurnRecord[]>(turns, TurnsJson) ?? [];

    /// <summary>All that the model wrote in this conversation.</summary>
    public static IEnumerable<string> Written(Answer answer) => answer.Turns.Count == 0
        ? [answer.Text]
        : answer.Turns.Where(turn => string.Equals(turn.Role, Assistant, StringComparison.Ordinal)).Select(turn => turn.Content);

    /// <summary>PostgreSQL's text holds every character but U+0000, which a person or a model may still send.</summary>
    public static string Storable(string text) => text.Replace('\0', '\uFFFD');

    public static string? OrNull(string text) => text.Length == 0 ? null : Storable(text);

    private static bool IsPromptAndAnswer(Answer answer, string prompt) =>
        answer.Turns is [{ Role: "user" } asked, { Role: Assistant } said]
        && string.Equals(asked.Content, prompt, StringComparison.Ordinal) && string.Equals(said.Content, answer.Text, StringComparison.Ordinal);
}

/// <summary>One message of a kept conversation.</summary>
internal sealed record TurnRecord(string Role, string Content);
