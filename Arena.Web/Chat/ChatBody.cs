using System.Text.Json;

namespace Arena.Web.Chat;

/// <summary>One turn for the hybrid entry. Messages and tools are as OpenAI's chat completions have them.</summary>
internal sealed record ChatBody
{
    /// <summary>The question alone; instead of <see cref="Messages"/>.</summary>
    public string? Message { get; init; }

    /// <summary>The conversation, oldest first; the last is the user's, or what a tool gave back.</summary>
    public IReadOnlyList<TurnBody>? Messages { get; init; }

    /// <summary>The session, opaque, at most 128 characters; a client without cookies sends its own.</summary>
    public string? Session { get; init; }

    /// <summary>Tools that the answer is to be given with: the query goes to the tool provider.</summary>
    public IReadOnlyList<ToolBody>? Tools { get; init; }

    /// <summary>Tools that are at hand: the query goes to the tool provider where one of them is likely to be needed.</summary>
    public IReadOnlyList<ToolBody>? OfferedTools { get; init; }

    /// <summary>The user's own choice, <c>arena</c> or <c>tools</c>: it goes before every rule, and is kept as a label.</summary>
    public string? Route { get; init; }

    public ContextBody? Context { get; init; }
}

/// <summary>What the session is in the middle of: either sends the query to the tool provider.</summary>
internal sealed record ContextBody
{
    /// <summary>Its name.</summary>
    public string? ActiveWorkflow { get; init; }

    /// <summary>Names of documents and tables.</summary>
    public IReadOnlyList<string>? LoadedData { get; init; }
}

/// <summary>One turn of a conversation.</summary>
internal sealed record TurnBody
{
    /// <summary><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    public required string Role { get; init; }

    public string? Content { get; init; }

    /// <summary>Of the assistant: the tools that it called.</summary>
    public IReadOnlyList<ToolCallBody>? ToolCalls { get; init; }

    /// <summary>Of a tool: the call that it answers.</summary>
    public string? ToolCallId { get; init; }
}

internal sealed record ToolCallBody
{
    public required string Id { get; init; }

    /// <summary>Always <c>function</c>.</summary>
    public string Type { get; init; } = ToolBody.FunctionType;

    public required FunctionCallBody Function { get; init; }
}

/// <summary>A call as the model wrote it.</summary>
internal sealed record FunctionCallBody
{
    public required string Name { get; init; }

    /// <summary>JSON in a string; models now and then write what is none.</summary>
    public required string Arguments { get; init; }
}

internal sealed record ToolBody
{
    public const string FunctionType = "function";

    /// <summary>Always <c>function</c>.</summary>
    public string Type { get; init; } = FunctionType;

    public required FunctionBody Function { get; init; }
}

/// <summary>A function that the model may ask its caller to run.</summary>
internal sealed record FunctionBody
{
    /// <summary>1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>A JSON schema of an object; absent: no parameters.</summary>
    public JsonElement? Parameters { get; init; }
}
