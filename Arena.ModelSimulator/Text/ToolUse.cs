using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Text;

/// <summary>A tool that a request offers, whatever protocol it came in.</summary>
/// <param name="Parameters">A JSON schema of an object, where the request has one.</param>
internal sealed record SimulatedTool(string Name, string Description, JsonObject? Parameters);

/// <summary>The call that a model decides on.</summary>
internal sealed record SimulatedCall(string Id, string Name, JsonObject Arguments)
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The arguments as models write them: JSON without needless escapes.</summary>
    public string ArgumentsText => Arguments.ToJsonString(AsItIs);
}

/// <summary>
/// When a simulated model calls a tool, and with what: the tool whose name and description share most words with the question, if any
/// does, filled with the numbers and the phrases of the question. What a tool gave back is never answered with another call.
/// </summary>
internal static partial class ToolUse
{
    private const int LongestText = 200;

    /// <summary>Null: the model answers by itself.</summary>
    /// <param name="must">One of them has to be called.</param>
    public static SimulatedCall? Decide(IReadOnlyList<ChatTurn> turns, IReadOnlyList<SimulatedTool> tools, bool must)
    {
        if (tools.Count == 0 || turns is not [.., { Role: "user", Content: var question }])
        {
            return null;
        }

        var words = WordsOf(question);
        var best = tools.MaxBy(tool => Fit(tool, words))!;
        return must || Fit(best, words) > 0 ? new($"call_{turns.Count}", best.Name, ArgumentsOf(best, question)) : null;
    }

    /// <summary>What a model says once a tool has answered; null when none has.</summary>
    public static string? Report(IReadOnlyList<ChatTurn> turns) => turns is not [.., { Role: "tool", Content: var result }] ? null
        : result.Contains('\n', StringComparison.Ordinal) || result.StartsWith('{') ? $"The tool gave back:\n\n```json\n{result}\n```"
        : $"The answer is **{result}**.";

    /// <summary>The tools under <c>tools</c> of a request in OpenAI's, Anthropic's or Gemini's words; what is none is left out.</summary>
    public static IReadOnlyList<SimulatedTool> Read(JsonNode? tools) =>
    [
        .. from entry in (tools as JsonArray ?? []).OfType<JsonObject>()
           from tool in entry["functionDeclarations"] is JsonArray declared ? declared.OfType<JsonObject>() : [entry["function"] as JsonObject ?? entry]
           where tool["name"] is JsonValue
           select new SimulatedTool(
               tool["name"]!.ToString(), tool["description"]?.ToString() ?? "",
               (tool["parameters"] ?? tool["input_schema"] ?? tool["parametersJsonSchema"]) as JsonObject),
    ];

    public static IReadOnlyList<SimulatedTool> Read(JsonElement? tools) =>
        tools is { ValueKind: JsonValueKind.Array } array ? Read(JsonNode.Parse(array.GetRawText())) : [];

    private static int Fit(SimulatedTool tool, HashSet<string> question)
    {
        var name = WordsOf(tool.Name.Replace('_', ' ').Replace('-', ' '));
        return (2 * name.Count(question.Contains)) + WordsOf(tool.Description).Except(name).Count(question.Contains);
    }

    private static JsonObject ArgumentsOf(SimulatedTool tool, string question)
    {
        var numbers = new Queue<string>(Number().Matches(question).Select(match => match.Value));
        var arguments = new JsonObject();
        foreach (var (name, schema) in tool.Parameters?["properties"] as JsonObject ?? [])
        {
            arguments[name] = ValueOf(schema as JsonObject, question, numbers);
        }

        return arguments;
    }

    private static JsonNode ValueOf(JsonObject? schema, string question, Queue<string> numbers) => schema?["type"]?.ToString() switch
    {
        _ when schema?["enum"] is JsonArray { Count: > 0 } values =>
            (values.FirstOrDefault(value => value is not null && question.Contains(value.ToString(), StringComparison.OrdinalIgnoreCase)) ?? values[0])?.DeepClone() ?? "",
        "number" => double.Parse(numbers.TryDequeue(out var number) ? number : "1", CultureInfo.InvariantCulture),
        "integer" => (long)double.Parse(numbers.TryDequeue(out var whole) ? whole : "1", CultureInfo.InvariantCulture),
        "boolean" => true,
        "array" => new JsonArray(),
        "object" => new JsonObject(),
        _ => Arithmetic.TrySolve(question, out var expression, out _) ? expression : PlaceIn(question) ?? question[..Math.Min(question.Length, LongestText)],
    };

    /// <summary>What stands behind "in", "for" or "of": <c>What is the weather in Berlin?</c> → <c>Berlin</c>.</summary>
    private static string? PlaceIn(string question) => Place().Match(question) is { Success: true } match ? match.Groups["place"].Value : null;

    private static HashSet<string> WordsOf(string text) =>
        new(Word().Matches(text).Select(match => match.Value), StringComparer.OrdinalIgnoreCase);

    // Short words are in every sentence.
    [GeneratedRegex(@"\p{L}{4,}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"-?\d{1,15}(\.\d{1,10})?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(in|for|of|at) (?<place>\p{Lu}[\p{L}/_-]*( \p{Lu}[\p{L}/_-]*)*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
