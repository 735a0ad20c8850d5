using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.ServiceDefaults.Problems;

namespace Arena.Web.Battles.Runs;

/// <summary>The data of a battle's events. It is shown before the vote: nothing here depends on a model, except the text of an answer.</summary>
internal static class EventData
{
    public const string Empty = "{}";

    public static readonly string Streaming = JsonSerializer.Serialize(new StateData("streaming"), EventJson.Compact.StateData);

    /// <summary>The voter had enough.</summary>
    public static readonly string Stopped = Problem(new(
        ProblemTypes.BattleStopped, "You stopped this battle", "Its answers are not whole, so it does not count. Start another one."));

    /// <summary>Both answers are whole, but the ledger did not take them.</summary>
    public static readonly string NotSaved = Problem(new(
        ProblemTypes.LedgerUnavailable,
        "The battle could not be saved",
        "The ledger does not answer, so this battle does not count. Start another one later."));

    /// <summary>A side failed, or both were too slow (null); the same words whichever model or cause it was.</summary>
    public static string AnswerFailed(Slot? failed) => Problem(new(
        ProblemTypes.AnswerFailed,
        "An answer broke off",
        "One of the two models did not finish its answer, so this battle does not count. Start another one.")
    {
        Slot = failed is { } slot ? NameOf(slot) : null,
    });

    public static string Delta(Slot slot, string text) =>
        JsonSerializer.Serialize(new DeltaData(NameOf(slot), text), EventJson.Compact.DeltaData);

    public static string Preparing(PreparingData data) => JsonSerializer.Serialize(data, EventJson.Compact.PreparingData);

    public static DeltaData ParseDelta(string data) => JsonSerializer.Deserialize(data, EventJson.Compact.DeltaData)
        ?? throw new JsonException("A delta is an object.");

    public static ProblemData ParseProblem(string data) => JsonSerializer.Deserialize(data, EventJson.Compact.ProblemData)
        ?? throw new JsonException("A failure is an object.");

    private static string NameOf(Slot slot) => slot is Slot.A ? "a" : "b";

    private static string Problem(ProblemData data) => JsonSerializer.Serialize(data, EventJson.Compact.ProblemData);
}

internal sealed record StateData(string State);

/// <summary>The next piece of one side.</summary>
/// <param name="Slot"><c>a</c> or <c>b</c>.</param>
/// <param name="Text">Markdown.</param>
internal sealed record DeltaData(string Slot, string Text);

/// <summary>Why there is no text yet, on either side.</summary>
/// <param name="State"><c>queued</c> or <c>loading</c>.</param>
/// <param name="Position">Requests that are served before.</param>
internal sealed record PreparingData(string State, int Position);

internal sealed record ProblemData(string Type, string Title, string Detail)
{
    /// <summary><c>a</c> or <c>b</c>: the side that broke off, where it was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Slot { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StateData))]
[JsonSerializable(typeof(DeltaData))]
[JsonSerializable(typeof(PreparingData))]
[JsonSerializable(typeof(ProblemData))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>Text as it is, not as <c>\u….</c> escapes: it is read by JSON parsers only, and most of it would triple.</summary>
    public static readonly EventJson Compact = new(new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
