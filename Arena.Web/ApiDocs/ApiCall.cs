using System.Text.Json.Nodes;

namespace Arena.Web.ApiDocs;

/// <summary>A call of the API, as its page shows it.</summary>
/// <param name="Body">The name of the schema of what is sent; null: nothing is.</param>
/// <param name="Answer">The name of the schema of the answer, or its media type where it has none; null: neither is said.</param>
internal sealed record ApiCall(string Id, string Tag, string Method, string Path, string Summary, IReadOnlyList<ApiField> Parameters, string? Body, string? Answer)
{
    public static IReadOnlyList<ApiCall> Read(JsonObject document) =>
    [
        .. from path in document["paths"] as JsonObject ?? []
           from call in path.Value as JsonObject ?? []
           let operation = call.Value as JsonObject
           where operation is not null
           select new ApiCall(
               operation["operationId"]?.ToString() ?? $"{call.Key}{path.Key}", (operation["tags"] as JsonArray)?[0]?.ToString() ?? "", call.Key.ToUpperInvariant(), path.Key,
               operation["summary"]?.ToString() ?? "", [.. (operation["parameters"] as JsonArray ?? []).OfType<JsonObject>().Select(ParameterOf)],
               ContentOf(operation["requestBody"]), ContentOf(operation["responses"]?["200"])),
    ];

    private static ApiField ParameterOf(JsonObject parameter) => new(
        parameter["name"]?.ToString() ?? "", ApiType.Of(parameter["schema"]), parameter["required"]?.GetValue<bool>() ?? false,
        $"in the {parameter["in"]}{(parameter["description"] is { } said ? $". {said}" : "")}");

    private static string? ContentOf(JsonNode? holder) =>
        (holder?["content"] as JsonObject)?.Select(content => ApiType.NameOf(content.Value?["schema"]) ?? content.Key).FirstOrDefault();
}

/// <summary>A parameter, or a field of a schema.</summary>
public sealed record ApiField(string Name, ApiType Type, bool Required, string Description);

/// <summary>A type in words, with the schema that it names, if any.</summary>
/// <param name="Words">Such as <c>string</c>, <c>array of</c>.</param>
/// <param name="Schema">The name of a schema of the document.</param>
public sealed record ApiType(string Words, string? Schema)
{
    private const string Prefix = "#/components/schemas/";

    /// <summary>The name of the schema that is referred to; null when it is none.</summary>
    public static string? NameOf(JsonNode? schema) =>
        schema?["$ref"]?.ToString() is { } reference && reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : null;

    public static ApiType Of(JsonNode? schema)
    {
        if (NameOf(schema) is { } name)
        {
            return new("", name);
        }

        if (schema?["items"] is { } items)
        {
            var item = Of(items);
            return new($"array of {item.Words}".TrimEnd(), item.Schema);
        }

        return (schema?["oneOf"] ?? schema?["anyOf"]) is JsonArray choices && choices.FirstOrDefault(choice => NameOf(choice) is not null) is { } chosen
            ? new("", NameOf(chosen))
            : new(schema?["type"] switch
            {
                JsonArray several => string.Join(" or ", several.Select(type => type?.ToString())),
                { } one => one.ToString(),
                null => "anything",
            }, Schema: null);
    }
}

/// <summary>An object that is sent or answered.</summary>
internal sealed record ApiSchema(string Name, string Description, IReadOnlyList<ApiField> Fields)
{
    public static IReadOnlyList<ApiSchema> Read(JsonObject document) =>
    [
        .. from schema in document["components"]?["schemas"] as JsonObject ?? []
           orderby schema.Key
           let properties = schema.Value?["properties"] as JsonObject
           where properties is not null
           let required = (schema.Value!["required"] as JsonArray ?? []).Select(name => name?.ToString()).ToHashSet(StringComparer.Ordinal)
           select new ApiSchema(
               schema.Key, schema.Value["description"]?.ToString() ?? "",
               [.. properties.Select(field => new ApiField(field.Key, ApiType.Of(field.Value), required.Contains(field.Key), field.Value?["description"]?.ToString() ?? ""))]),
    ];
}
