using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Tools;

/// <summary>
/// Tool calls between the wire and the abstractions. The arguments stay what the model wrote, as text: most protocols pass them
/// on unread, and a model may write what does not parse.
/// </summary>
internal static class ToolCalls
{
    private const int GeneratedIdLength = 9; // the form that Mistral asks for

    public static FunctionCallContent Create(string? id, string name, string arguments)
    {
        arguments = string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments;
        var call = FunctionCallContent.CreateFromParsedArguments(
            arguments, string.IsNullOrEmpty(id) ? NewId() : id, name,
            static text => JsonSerializer.Deserialize(text, DriverJson.Default.DictionaryStringObject));
        call.RawRepresentation = arguments;
        return call;
    }

    /// <summary>The arguments as the model wrote them.</summary>
    public static string ArgumentsOf(FunctionCallContent call) =>
        call.RawRepresentation as string ?? JsonSerializer.Serialize(call.Arguments, DriverJson.Default.IDictionaryStringObject);

    /// <summary>The arguments as an object, for protocols that have no text there; what does not parse is kept in a member.</summary>
    public static JsonElement ObjectOf(FunctionCallContent call)
    {
        var text = ArgumentsOf(call);
        try
        {
            var parsed = JsonElement.Parse(text);
            if (parsed.ValueKind is JsonValueKind.Object)
            {
                return parsed;
            }
        }
        catch (JsonException)
        {
            // A model wrote it, and the conversation goes on.
        }

        return JsonSerializer.SerializeToElement(new() { ["arguments"] = text }, DriverJson.Default.DictionaryStringString);
    }

    /// <summary>Null where the tool has none: an empty text would be sent.</summary>
    public static string? DescriptionOf(AITool tool) => string.IsNullOrEmpty(tool.Description) ? null : tool.Description;

    public static string ResultOf(FunctionResultContent result) => result.Result?.ToString() ?? "";

    /// <summary>Names of the functions by the ids of their calls: some protocols name the function, not the call, with a result.</summary>
    public static Dictionary<string, string> NamesById(IEnumerable<ChatMessage> messages)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
        {
            names[call.CallId] = call.Name;
        }

        return names;
    }

    private static string NewId() => Guid.NewGuid().ToString("N")[..GeneratedIdLength];
}
