using System.Text.Json;

namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>Reads FastChat's <c>api_endpoints.json</c> (fastchat/serve/api_provider.py).</summary>
/// <remarks>
/// <code>
/// {"display-name":{"model_name":"id-sent-to-the-api","api_type":"openai","api_base":"https://api.example.com/v1","api_key":"${OPENAI_API_KEY}",
///   "anony_only":false,"text-arena":true,"vision-arena":false,"recommended_config":{"temperature":0.7,"top_p":1.0,"max_new_tokens":1024}}}
/// </code>
/// More forgiving than FastChat: variables are expanded, comments and trailing commas taken, and an entry that cannot be used is
/// disabled with the reason, the others not.
/// </remarks>
/// <param name="variables">Where <c>${NAME}</c> is looked up.</param>
/// <param name="drivers">Names that may stand in <c>api_type</c> beside FastChat's.</param>
/// <param name="warn">Told what is ignored.</param>
internal sealed class ApiEndpointReader(IConfiguration variables, IReadOnlyCollection<string> drivers, Action<string> warn)
{
    private static readonly JsonDocumentOptions Forgiving = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly Dictionary<string, string> DriversByType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openai_no_stream"] = "openai",
        ["openai_o1"] = "openai",
        ["anthropic_message"] = "anthropic",
        ["gemini_no_stream"] = "gemini",
    };

    private static readonly string[] Understood =
        ["model_name", "api_type", "api_base", "api_key", "text-arena", "vision-arena", "recommended_config"];

    /// <summary>What FastChat knows and has no meaning here; anything but the default is told.</summary>
    private static readonly string[] WithoutEffect = ["anony_only", "custom_system_prompt", "assistant_id", "fixed_temperature", "folder_id", "client_name"];

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="InvalidDataException">The whole is not JSON, or not an object.</exception>
    public IReadOnlyList<ApiEndpoint> Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Forgiving);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(ReadEntry)]
                : throw new InvalidDataException("it is not an object of endpoints");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"it is not JSON: {exception.Message}", exception);
        }
    }

    private ApiEndpoint ReadEntry(JsonProperty entry)
    {
        try
        {
            return ReadFields(entry.Name, entry.Value);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // The second is a lone surrogate in a text.
            return ApiEndpoint.Unusable(entry.Name, exception.Message);
        }
    }

    private ApiEndpoint ReadFields(string id, JsonElement entry)
    {
        if (entry.ValueKind is not JsonValueKind.Object)
        {
            throw new InvalidDataException("the entry is not an object");
        }

        WarnOfIgnored(id, entry);
        var unset = "";
        var key = Text(entry, "api_key") is { } text ? Variables.Expand(text, variables, out unset) : null;
        var inArena = Flag(entry, "text-arena") ?? true;
        return new(
            id,
            Text(entry, "model_name") ?? id,
            DriverOf(Text(entry, "api_type")),
            UrlOf(Text(entry, "api_base")),
            key,
            Flag(entry, "vision-arena") ?? false,
            SettingsOf(id, entry),
            unset.Length > 0 ? Variables.NotSet(unset) : (inArena ? null : "text-arena is false"));
    }

    private void WarnOfIgnored(string id, JsonElement entry)
    {
        foreach (var field in entry.EnumerateObject().Where(field => !Understood.Contains(field.Name, StringComparer.Ordinal)))
        {
            if (!WithoutEffect.Contains(field.Name, StringComparer.Ordinal))
            {
                warn($"'{id}' has the unknown field '{field.Name}'");
            }
            else if (field.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
            {
                warn($"'{id}' has the field '{field.Name}', which has no effect here");
            }
        }
    }

    private string DriverOf(string? type)
    {
        var driver = type is null ? throw new InvalidDataException("api_type is missing") : DriversByType.GetValueOrDefault(type, type);
        return drivers.FirstOrDefault(known => string.Equals(known, driver, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"no driver speaks the api_type '{type}'");
    }

    /// <summary>The base address without the <c>/v1</c> that the drivers add.</summary>
    private static Uri? UrlOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bare = text.TrimEnd('/');
        bare = bare.EndsWith("/v1", StringComparison.Ordinal) ? bare[..^3] : bare;
        return Uri.TryCreate(bare, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new InvalidDataException($"api_base is '{text}', which is no http or https address");
    }

    private SettingsOptions SettingsOf(string id, JsonElement entry)
    {
        SettingsOptions settings = new();
        if (!entry.TryGetProperty("recommended_config", out var config) || config.ValueKind is not JsonValueKind.Object)
        {
            return settings;
        }

        foreach (var field in config.EnumerateObject())
        {
            switch (field.Name)
            {
                case "temperature" when field.Value.ValueKind is JsonValueKind.Number && field.Value.GetDouble() is >= 0 and <= 2 and var temperature:
                    settings.Temperature = temperature;
                    break;
                case "top_p" when field.Value.ValueKind is JsonValueKind.Number && field.Value.GetDouble() is > 0 and <= 1 and var topP:
                    settings.TopP = topP;
                    break;
                case "max_new_tokens" when field.Value.ValueKind is JsonValueKind.Number && field.Value.TryGetInt32(out var tokens) && tokens > 0:
                    settings.MaxTokens = tokens;
                    break;
                default:
                    warn($"'{id}' has 'recommended_config.{field.Name}' = {field.Value}, which has no effect here");
                    break;
            }
        }

        return settings;
    }

    private static string? Text(JsonElement entry, string name) =>
        !entry.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is not JsonValueKind.String ? throw new InvalidDataException($"{name} is not a text")
        : string.IsNullOrWhiteSpace(value.GetString()) ? null
        : value.GetString();

    private static bool? Flag(JsonElement entry, string name) =>
        !entry.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new InvalidDataException($"{name} is neither true nor false");
}
