using System.Text;
using System.Text.Json;
using Arena.ServiceDefaults.Json;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>What a request must be. The first thing that is wrong is named, with where it is.</summary>
internal sealed class ChatRules(IOptions<ChatOptions> options, IOptions<BattleOptions> battles)
{
    public const string Arena = "arena";
    public const string Tools = "tools";

    private const int LongestToolName = 64;
    private const int LongestName = 256;
    private const int MostData = 32;

    /// <summary>Null: all is well.</summary>
    public Problem? Check(ChatBody body) =>
        CheckNulls(body)
        ?? CheckQuestion(body)
        ?? CheckTurns(body.Messages ?? [])
        ?? CheckTools(body)
        ?? CheckContext(body.Context)
        ?? CheckChoice(body);

    /// <summary>The reader refuses a null property, but not a null in an array.</summary>
    private static Problem? CheckNulls(ChatBody body)
    {
        IEnumerable<object?> entries = [.. body.Messages ?? [], .. body.Tools ?? [], .. body.OfferedTools ?? [], .. body.Context?.LoadedData ?? []];
        return entries.Contains(null) ? Problems.InvalidRequest("An array has a null in it.") : null;
    }

    private Problem? CheckQuestion(ChatBody body)
    {
        if (body is { Message: not null, Messages: not null })
        {
            return Problems.InvalidRequest("Send message or messages, not both.");
        }

        // The turn of a tool has no question of its own: the last one still stands.
        var question = body.Message ?? body.Messages?.LastOrDefault(turn => turn.Role is "user")?.Content;
        return string.IsNullOrWhiteSpace(question) ? Problems.MessageEmpty
            : Encoding.UTF8.GetByteCount(question) > battles.Value.MaxMessageBytes ? Problems.MessageTooLong
            : question.Contains('\0', StringComparison.Ordinal) ? Problems.InvalidRequest("A message must not contain U+0000.")
            : null;
    }

    private Problem? CheckTurns(IReadOnlyList<TurnBody> turns)
    {
        if (turns.Count > options.Value.MaxMessages)
        {
            return Problems.InvalidRequest($"There are {turns.Count} messages; at most {options.Value.MaxMessages} are taken.");
        }

        var calls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, turn) in turns.Index())
        {
            if (Fault(turn, calls) is { } fault)
            {
                return Problems.InvalidRequest($"messages[{i}] {fault}");
            }

            calls.UnionWith((turn.ToolCalls ?? []).Select(call => call.Id));
        }

        return turns is [.., { Role: not ("user" or "tool") }]
            ? Problems.InvalidRequest("The last message must be the user's, or what a tool gave back.")
            : null;
    }

    private static string? Fault(TurnBody turn, HashSet<string> calls) => turn switch
    {
        { Role: not ("system" or "user" or "assistant" or "tool") } => "has another role than system, user, assistant or tool.",
        { Role: not "assistant", ToolCalls.Count: > 0 } => "calls tools; only the assistant's may.",
        { Role: "user" or "system", Content: var content } when string.IsNullOrWhiteSpace(content) => "has no content.",
        { Role: "assistant", Content: null or "", ToolCalls: null or { Count: 0 } } => "has neither content nor tool_calls.",
        { Role: "tool", Content: null } => "has no content.",
        { Role: "tool", ToolCallId: var id } when id is null || !calls.Contains(id) => "answers no tool call that came before it.",
        { ToolCalls: { } made } when made.Any(call => call is not { Id.Length: > 0, Function.Name.Length: > 0 }) => "has a tool call without id or name.",
        _ => null,
    };

    private Problem? CheckTools(ChatBody body)
    {
        IReadOnlyList<ToolBody> tools = [.. body.Tools ?? [], .. body.OfferedTools ?? []];
        if (tools.Count > options.Value.MaxTools)
        {
            return Problems.InvalidRequest($"There are {tools.Count} tools; at most {options.Value.MaxTools} are taken.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            var name = tool.Function.Name;
            if (tool.Type is not ToolBody.FunctionType)
            {
                return Problems.InvalidRequest("The type of a tool must be function.");
            }

            if (name.Length is 0 or > LongestToolName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                return Problems.InvalidRequest($"The name of a tool must be 1 to {LongestToolName} letters, digits, _ and -.");
            }

            if (!names.Add(name))
            {
                return Problems.InvalidRequest($"There are two tools named {name}.");
            }

            if (tool.Function.Parameters is { } parameters && !IsSchema(parameters))
            {
                return Problems.InvalidRequest($"The parameters of {name} must be a JSON schema.");
            }
        }

        return null;
    }

    private static bool IsSchema(JsonElement parameters) =>
        parameters.ValueKind is JsonValueKind.Object && JsonText.IsWellFormed(Encoding.UTF8.GetBytes(parameters.GetRawText()));

    private static Problem? CheckContext(ContextBody? context) =>
        context?.LoadedData?.Count > MostData ? Problems.InvalidRequest($"context.loaded_data has {context.LoadedData.Count} entries; at most {MostData} are taken.")
        : (context?.LoadedData ?? []).Append(context?.ActiveWorkflow ?? "").Any(name => name.Length > LongestName || name.Any(char.IsControl))
            ? Problems.InvalidRequest($"A name in context must have at most {LongestName} characters, none of them a control character.")
        : null;

    private static Problem? CheckChoice(ChatBody body) => body switch
    {
        { Route: not (null or Arena or Tools) } => Problems.InvalidRequest($"route must be {Arena} or {Tools}, or be left out."),
        { Route: Arena, Messages: [.., { Role: "tool" }] } => Problems.InvalidRequest("What a tool gave back cannot go to the arena."),
        _ when VoterSession.Broken(body.Session) is { } broken => Problems.InvalidRequest(broken),
        _ => null,
    };
}
