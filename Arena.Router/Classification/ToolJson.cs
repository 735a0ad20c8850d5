using System.Text.Json;

namespace Arena.Router.Classification;

/// <summary>
/// Reads tools as callers write them: a list (or one) of names, of {name, description, parameters}, of OpenAI's {type, function: {…}}, of
/// Gemini's {functionDeclarations: […]}, or an object from names to descriptions. Parameters are a JSON schema (also Anthropic's
/// input_schema and MCP's inputSchema), an object by name, or a list. What is missing is empty; what cannot be a tool is passed over.
/// </summary>
internal static class ToolJson
{
    private const int Deepest = 4;

    public static IReadOnlyList<Tool> Read(JsonElement json)
    {
        var tools = new List<Tool>();
        Collect(json, tools, Deepest);
        return tools;
    }

    private static void Collect(JsonElement json, List<Tool> tools, int depth)
    {
        if (depth == 0)
        {
            return;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                CollectString(json.GetString()!, tools, depth);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Collect(item, tools, depth - 1);
                }

                break;
            case JsonValueKind.Object:
                CollectObject(json, tools, depth);
                break;
            default:
                break;
        }
    }

    private static void CollectString(string text, List<Tool> tools, int depth)
    {
        if (text.AsSpan().TrimStart() is ['[' or '{', ..])
        {
            try
            {
                using var inner = JsonDocument.Parse(text); // some sets keep their tools as JSON inside a string
                Collect(inner.RootElement, tools, depth - 1);
                return;
            }
            catch (JsonException)
            {
                // then it is a name
            }
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            tools.Add(new(text, "", []));
        }
    }

    private static void CollectObject(JsonElement json, List<Tool> tools, int depth)
    {
        if (Find(json, "function") is { ValueKind: JsonValueKind.Object } function)
        {
            CollectObject(function, tools, depth);
        }
        else if ((Find(json, "functionDeclarations") ?? Find(json, "function_declarations")) is { ValueKind: JsonValueKind.Array } declarations)
        {
            Collect(declarations, tools, depth - 1);
        }
        else if (TextOf(json, "name") is { } name)
        {
            tools.Add(new(name, TextOf(json, "description") ?? "", ParametersOf(json)));
        }
        else
        {
            foreach (var property in json.EnumerateObject())
            {
                var described = property.Value.ValueKind == JsonValueKind.Object;
                var description = described ? TextOf(property.Value, "description") : property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
                if (description is not null)
                {
                    tools.Add(new(property.Name, description, described ? ParametersOf(property.Value) : []));
                }
            }
        }
    }

    private static IReadOnlyList<string> ParametersOf(JsonElement tool)
    {
        var schema = Find(tool, "parameters") ?? Find(tool, "input_schema") ?? Find(tool, "inputSchema");
        return schema switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Describe).OfType<string>()],
            { ValueKind: JsonValueKind.Object } some => [.. (Find(some, "properties") is { ValueKind: JsonValueKind.Object } properties ? properties : some)
                .EnumerateObject().Select(property => $"{property.Name} {Describe(property.Value)}")],
            _ => [],
        };
    }

    private static string? Describe(JsonElement parameter) => parameter.ValueKind switch
    {
        JsonValueKind.String => parameter.GetString(),
        JsonValueKind.Object => $"{TextOf(parameter, "name")} {TextOf(parameter, "description")}".Trim(),
        _ => null,
    };

    private static string? TextOf(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Find(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;
}
