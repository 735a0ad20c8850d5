using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Api;
using Arena.Web.Battles.Runs;

namespace Arena.Web.Chat;

/// <summary>An event of the stream.</summary>
internal sealed record ChatEvent(string Type, string Data)
{
    /// <summary>Always the first: where the query went, and why.</summary>
    public static ChatEvent Route(RouteDecision decision, string? displayName) => Of("route", new RouteData(
        decision.Route, decision.QueryType, Math.Round(decision.Confidence, 4), decision.Reasons, decision.DecidedBy, Math.Round(decision.ToolProbability, 4),
        decision.ModelId.Length > 0 ? new(decision.ModelId, displayName ?? decision.ModelId) : null), ChatJson.Compact.RouteData);

    /// <summary>A battle was opened: its answers are on its own stream.</summary>
    public static ChatEvent Battle(BattleAnswer battle) => Of("battle", battle, ChatJson.Compact.BattleAnswer);

    /// <summary>The next piece of the answer, Markdown.</summary>
    public static ChatEvent Text(string text) => Of("text", new TextData(text), ChatJson.Compact.TextData);

    /// <summary>The next piece of what the model thinks before it answers.</summary>
    public static ChatEvent Reasoning(string text) => Of("reasoning", new TextData(text), ChatJson.Compact.TextData);

    /// <summary>The model is not in memory yet.</summary>
    public static ChatEvent Preparing(Preparing preparing) => Of(
        "preparing", new PreparingData(preparing.State is PreparingState.Loading ? "loading" : "queued", preparing.Position), ChatJson.Compact.PreparingData);

    /// <summary>A whole tool call; the client runs it and sends what came out with the conversation.</summary>
    public static ChatEvent ToolCall(ToolCall call) => Of(
        "tool_call", new ToolCallBody { Id = call.Id, Function = new() { Name = call.Name, Arguments = call.ArgumentsJson } }, ChatJson.Compact.ToolCallBody);

    /// <summary>The answer is complete.</summary>
    public static ChatEvent Done(Completed completed) => Of("done", new DoneData(
        completed.FinishReason switch
        {
            FinishReason.Length => "length",
            FinishReason.ToolCalls => "tool_calls",
            FinishReason.Filtered => "content_filter",
            _ => "stop",
        },
        completed.Source?.ServedModelId ?? "",
        completed.Usage?.InputTokens ?? 0,
        completed.Usage?.OutputTokens ?? 0,
        Math.Round(completed.Timing?.DurationSeconds ?? 0, 3)), ChatJson.Compact.DoneData);

    /// <summary>The answer is not complete and never will be.</summary>
    public static ChatEvent Failed(ChatFailure failure) => Of("failed", failure, ChatJson.Compact.ChatFailure);

    private static ChatEvent Of<T>(string type, T data, JsonTypeInfo<T> json) => new(type, JsonSerializer.Serialize(data, json));
}

/// <summary>Where a query went.</summary>
/// <param name="Route"><c>arena</c> or <c>tools</c>.</param>
/// <param name="Confidence">0 to 1: in the route where the classifier decided it, 1 where a rule did.</param>
/// <param name="Reasons"><c>name: words</c>, the first decided.</param>
/// <param name="DecidedBy"><c>user-choice</c>, <c>active-workflow</c>, <c>loaded-data</c>, <c>explicit-tools</c> or <c>classifier</c>.</param>
/// <param name="ToolProbability">What the classifier says, whoever decided.</param>
/// <param name="Model">Who answers with tools; absent for the arena.</param>
internal sealed record RouteData(
    string Route, string QueryType, double Confidence, IReadOnlyList<string> Reasons, string DecidedBy, double ToolProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NamedModel? Model);

/// <summary>A model that is no secret.</summary>
internal sealed record NamedModel(string Id, string DisplayName);

internal sealed record TextData(string Text);

/// <summary>How an answer ended.</summary>
/// <param name="FinishReason"><c>stop</c>, <c>length</c>, <c>tool_calls</c> or <c>content_filter</c>.</param>
/// <param name="ModelId">What answered; differs from the model of the route on a substitution.</param>
internal sealed record DoneData(string FinishReason, string ModelId, int InputTokens, int OutputTokens, double DurationSeconds);

/// <summary>Why an answer is not complete; a problem without the parts that HTTP gives one.</summary>
/// <param name="Partial">Something of it was sent before: it is not to be taken for the answer.</param>
/// <param name="RetryAfter">In seconds; absent when that is not known.</param>
internal sealed record ChatFailure(
    string Type, string Title, string Detail, bool Partial, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RetryAfter = null)
{
    public static ChatFailure Unavailable(bool partial, double? retryAfter) => new(
        ProblemTypes.ModelUnavailable, "The model cannot answer now", "No server that has it takes the request. Try again, or ask the arena.", partial, retryAfter);

    public static ChatFailure TooLong(bool partial) => new(
        ProblemTypes.MessageTooLong, "The conversation is too long", "The model has no room for all of it. Start a new conversation.", partial);

    public static ChatFailure Broken(bool partial) => partial
        ? new(ProblemTypes.AnswerFailed, "The answer broke off", "What is there is not complete. Try again.", partial)
        : new(ProblemTypes.AnswerFailed, "No answer came", "The model failed before it said anything. Try again.", partial);

    public static ChatFailure TimedOut(bool partial) => new(
        ProblemTypes.AnswerFailed, "The answer took too long", "It was given up. Try again, or ask for less.", partial);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(RouteData))]
[JsonSerializable(typeof(BattleAnswer))]
[JsonSerializable(typeof(TextData))]
[JsonSerializable(typeof(PreparingData))]
[JsonSerializable(typeof(DoneData))]
[JsonSerializable(typeof(ChatFailure))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    /// <summary>Text as it is, not as <c>\u….</c> escapes: it is read by JSON parsers only, and most of it would triple.</summary>
    public static readonly ChatJson Compact = new(
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
