using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;

namespace Arena.Web.Chat;

/// <summary>From a body that keeps the rules to what the services take.</summary>
internal static class ChatRequests
{
    /// <summary>The last thing that the user said.</summary>
    public static string QuestionOf(ChatBody body) => body.Message ?? body.Messages!.Last(turn => turn.Role is "user").Content!;

    public static RouteRequest ToRoute(ChatBody body, string session) => new()
    {
        Message = QuestionOf(body),
        Session = session,
        Choice = body.Route ?? "",
        // What a tool gave back goes to the one who called it.
        HasTools = body.Tools is { Count: > 0 } || body.Messages is [.., { Role: "tool" }],
        Tools = { ToolsOf(body).Select(ToOffered) },
        Context = new()
        {
            ActiveWorkflow = body.Context?.ActiveWorkflow ?? "",
            LoadedData = { body.Context?.LoadedData ?? [] },
        },
    };

    public static GenerateRequest ToGenerate(ChatBody body, string modelId, int maxTokens) => new()
    {
        ModelId = modelId,
        Messages = { body.Message is { } message ? [new() { Role = Role.User, Content = message }] : body.Messages!.Select(ToMessage) },
        Tools = { ToolsOf(body).Select(ToTool) },
        Settings = new() { MaxTokens = maxTokens },
        Cache = CacheUse.Never,
    };

    private static IEnumerable<FunctionBody> ToolsOf(ChatBody body) => (body.Tools ?? []).Concat(body.OfferedTools ?? []).Select(tool => tool.Function);

    private static Tool ToTool(FunctionBody function) => new()
    {
        Name = function.Name,
        Description = function.Description ?? "",
        ParametersJson = function.Parameters?.GetRawText() ?? "",
    };

    private static OfferedTool ToOffered(FunctionBody function) => new()
    {
        Name = function.Name,
        Description = function.Description ?? "",
        Parameters =
        {
            function.Parameters is { } schema && schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object
                ? properties.EnumerateObject().Select(property => $"{property.Name} {DescriptionOf(property.Value)}".TrimEnd())
                : [],
        },
    };

    private static string? DescriptionOf(JsonElement property) =>
        property.ValueKind is JsonValueKind.Object && property.TryGetProperty("description", out var said) && said.ValueKind is JsonValueKind.String
            ? said.GetString()
            : null;

    private static ChatMessage ToMessage(TurnBody turn) => new()
    {
        Role = turn.Role switch { "system" => Role.System, "assistant" => Role.Assistant, "tool" => Role.Tool, _ => Role.User },
        Content = turn.Content ?? "",
        ToolCalls = { (turn.ToolCalls ?? []).Select(call => new ToolCall { Id = call.Id, Name = call.Function.Name, ArgumentsJson = call.Function.Arguments }) },
        ToolCallId = turn.ToolCallId ?? "",
    };
}
