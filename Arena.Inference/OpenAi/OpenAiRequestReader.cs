using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Answers;
using Arena.Inference.Api;
using Arena.Inference.Configuration;
using Arena.ServiceDefaults.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.OpenAi;

/// <summary>A request, and how its answer is to look.</summary>
internal sealed record OpenAiRequest(AnswerRequest Answer, bool Stream, bool IncludeUsage);

/// <summary>Reads requests as OpenAI's clients send them.</summary>
internal sealed class OpenAiRequestReader(AnswerRequests requests, IOptions<InferenceOptions> options)
{
    /// <summary>Says whether an answer that was given before will do: <c>never</c>, <c>deterministic</c> (default), <c>always</c>.</summary>
    public const string CacheHeader = "X-Arena-Cache";

    private const double MaxPenalty = 2;
    private const int MaxStops = 16;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private readonly OpenAiOptions _limits = options.Value.OpenAi;
    private readonly OpenAiMessages _messages = new(options.Value.OpenAi.AllowImageAddresses);

    /// <summary>Reads a body.</summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="InvalidRequestException">It cannot be taken, and why.</exception>
    public OpenAiRequest Read(ReadOnlySpan<byte> body, string? cache)
    {
        var request = Parse(body);
        if (string.IsNullOrEmpty(request.Model))
        {
            throw new InvalidRequestException("The model is missing.", "model");
        }

        if (request.Messages?.Count > _limits.MaxMessages)
        {
            throw new InvalidRequestException($"There are {request.Messages.Count} messages. At most {_limits.MaxMessages} are taken.", "messages");
        }

        CheckUnsupported(request);
        var messages = (request.Messages ?? []).Select(_messages.Read).ToList();
        return new(
            requests.Create(request.Model, messages, ToOptions(request)) with { Cache = CacheUseOf(cache) },
            request.Stream ?? false,
            request.StreamOptions?.IncludeUsage ?? false);
    }

    private static CompletionRequest Parse(ReadOnlySpan<byte> body)
    {
        if (!JsonText.IsWellFormed(body))
        {
            throw new InvalidRequestException("A text in the body is not Unicode: it has half of a surrogate pair, or bytes that are not UTF-8.");
        }

        try
        {
            return JsonSerializer.Deserialize(body, OpenAiJson.Wire.CompletionRequest) ?? throw new InvalidRequestException("The body is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidRequestException(
                exception.Path is { Length: > 1 } path
                    ? $"The body is not valid at {path}."
                    : $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).",
                exception.Path is { Length: > 2 } field ? field[2..] : null);
        }
    }

    private static void CheckUnsupported(CompletionRequest request)
    {
        if (request.N is not (null or 1))
        {
            throw new InvalidRequestException($"n is {request.N}. Only 1 answer is given.", "n");
        }

        if (request.Logprobs is true)
        {
            throw new InvalidRequestException("logprobs are not given.", "logprobs");
        }

        if (request.StreamOptions is not null && request.Stream is not true)
        {
            throw new InvalidRequestException("stream_options need stream.", "stream_options");
        }
    }

    private ChatOptions ToOptions(CompletionRequest request) => new()
    {
        MaxOutputTokens = request.MaxCompletionTokens ?? request.MaxTokens,
        Temperature = (float?)request.Temperature, // its range is the same whichever door a request comes by
        TopP = Within(request.TopP, 0, 1, "top_p"),
        FrequencyPenalty = Within(request.FrequencyPenalty, -MaxPenalty, MaxPenalty, "frequency_penalty"),
        PresencePenalty = Within(request.PresencePenalty, -MaxPenalty, MaxPenalty, "presence_penalty"),
        Seed = request.Seed,
        StopSequences = StopsOf(request.Stop),
        Tools = ToolsOf(request.Tools),
        ToolMode = ToolModeOf(request.ToolChoice),
        AllowMultipleToolCalls = request.Tools is { Count: > 0 } ? request.ParallelToolCalls : null,
        ResponseFormat = FormatOf(request.ResponseFormat),
    };

    private static float? Within(double? value, double min, double max, string name) =>
        value is null || (value >= min && value <= max) ? (float?)value : throw new InvalidRequestException($"{name} is {value}. It must be {min} to {max}.", name);

    private static List<string>? StopsOf(JsonElement? stop)
    {
        List<string>? stops = stop switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
                [.. many.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw new InvalidRequestException("stop is neither a text nor an array of texts.", "stop"),
        };
        return stops is null || (stops.Count <= MaxStops && stops.TrueForAll(text => text.Length > 0))
            ? stops
            : throw new InvalidRequestException($"stop takes at most {MaxStops} texts, none of them empty.", "stop");
    }

    private List<AITool>? ToolsOf(IReadOnlyList<RequestTool?>? tools)
    {
        if (tools is not { Count: > 0 })
        {
            return null;
        }

        return tools.Count <= _limits.MaxTools
            ? [.. tools.Select((tool, index) => ToolOf(tool, $"tools[{index}]"))]
            : throw new InvalidRequestException($"There are {tools.Count} tools. At most {_limits.MaxTools} are taken.", "tools");
    }

    private static AIFunctionDeclaration ToolOf(RequestTool? tool, string at)
    {
        if (tool is not { Type: "function", Function.Name.Length: > 0 })
        {
            throw new InvalidRequestException($"{at} is not a function with a name.", at);
        }

        return tool.Function.Parameters is null or { ValueKind: JsonValueKind.Null }
            ? AIFunctionFactory.CreateDeclaration(tool.Function.Name, tool.Function.Description, NoParameters)
            : tool.Function.Parameters is { ValueKind: JsonValueKind.Object } schema
                ? AIFunctionFactory.CreateDeclaration(tool.Function.Name, tool.Function.Description, schema)
                : throw new InvalidRequestException($"The parameters of {at} are not a JSON schema.", $"{at}.function.parameters");
    }

    private static ChatToolMode? ToolModeOf(JsonElement? choice)
    {
        switch (choice)
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                switch (text.GetString())
                {
                    case "auto":
                        return ChatToolMode.Auto;
                    case "none":
                        return ChatToolMode.None;
                    case "required":
                        return ChatToolMode.RequireAny;
                }

                break;
            case { ValueKind: JsonValueKind.Object } named when named.TryGetProperty("function", out var function)
                && function.ValueKind is JsonValueKind.Object && function.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String:
                return ChatToolMode.RequireSpecific(name.GetString()!);
        }

        throw new InvalidRequestException("tool_choice is not one of auto, none, required and a named function.", "tool_choice");
    }

    private static ChatResponseFormatJson? FormatOf(RequestFormat? format) => format switch
    {
        null or { Type: "text" } => null,
        { Type: "json_object" } => ChatResponseFormat.Json,
        { Type: "json_schema", JsonSchema: { Schema: { ValueKind: JsonValueKind.Object } schema } named } =>
            ChatResponseFormat.ForJsonSchema(schema, named.Name, named.Description),
        _ => throw new InvalidRequestException("response_format is not one of text, json_object and json_schema with a schema.", "response_format"),
    };

    private static CacheUse CacheUseOf(string? header) => header switch
    {
        null or "" or "deterministic" => CacheUse.Deterministic,
        "always" => CacheUse.Always,
        "never" => CacheUse.Never,
        _ => throw new InvalidRequestException($"{CacheHeader} is '{header}'. It must be never, deterministic or always."),
    };
}
