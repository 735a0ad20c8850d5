using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Contracts.Inference;
using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Runs;
using Arena.Web.Compare.Api;

namespace Arena.Web.Compare.Runs;

/// <summary>
/// What is said on the stream of a comparison (docs/compare.md, "The stream"). Of a blind one nothing depends on a model, except the text
/// of its answer.
/// </summary>
internal static class CompareEvents
{
    /// <summary>An answer is whole.</summary>
    public const string Done = "done";

    /// <summary>An answer broke off.</summary>
    public const string Broken = "broken";

    /// <summary>All answers are there, but the ledger refuses them.</summary>
    public static readonly string NotSaved = JsonSerializer.Serialize(
        new ProblemData(ProblemTypes.Internal, "The answers could not be saved", "The error has been recorded. Ask again."),
        EventJson.Compact.ProblemData);

    public static string Delta(int position, string text) => Serialize(new ComparedDelta(position, text), CompareEventJson.Compact.ComparedDelta);

    public static string Preparing(int position, Preparing preparing) => Serialize(
        new ComparedPreparing(position, preparing.State is PreparingState.Queued ? "queued" : "loading", preparing.Position),
        CompareEventJson.Compact.ComparedPreparing);

    public static string WholeOf(int position, AnswerFacts? facts) => Serialize(new ComparedDone(position, facts), CompareEventJson.Compact.ComparedDone);

    /// <summary>An answer broke off.</summary>
    /// <param name="position">From 1.</param>
    /// <param name="cause">Null where it would tell something of the model.</param>
    public static string BrokenOf(int position, string? cause) => Serialize(new ComparedBroken(position, cause), CompareEventJson.Compact.ComparedBroken);

    private static string Serialize<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);
}

internal sealed record ComparedDelta(int Position, string Text);

internal sealed record ComparedPreparing(int Position, string State, int Waiting);

internal sealed record ComparedDone(int Position, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AnswerFacts? Facts);

internal sealed record ComparedBroken(int Position, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cause);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ComparedDelta))]
[JsonSerializable(typeof(ComparedPreparing))]
[JsonSerializable(typeof(ComparedDone))]
[JsonSerializable(typeof(ComparedBroken))]
internal sealed partial class CompareEventJson : JsonSerializerContext
{
    /// <summary>Text as it is, not as <c>\u….</c> escapes: it is read by JSON parsers only, and most of it would triple.</summary>
    public static readonly CompareEventJson Compact = new(new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
