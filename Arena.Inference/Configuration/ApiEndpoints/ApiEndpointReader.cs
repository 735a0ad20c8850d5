using System.Text.Json;

namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>Reads FastChat's <c>api_endpoints.json</c> (fastchat/serve/api_provider.py), and what we add to it.</summary>
/// <remarks>
/// <code>
/// {"public-id":{"model_name":"id-sent-to-the-api","api_type":"openai","api_base":"https://api.example.com/v1","api_key":"${OPENAI_API_KEY}",
///   "anony_only":false,"text-arena":true,"vision-arena":false,"recommended_config":{"temperature":0.7,"top_p":1.0,"max_new_tokens":1024},
///   "display_name":"Support 2","version":"2026-03","family":"OpenAI fine-tunes","system_prompt":"You answer customers."}}
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

    /// <summary>FastChat's first, then ours.</summary>
    private static readonly string[] Understood =
    [
        "model_name", "api_type", "api_base", "api_key", "text-arena", "vision-arena", "recommended_config", "anony_only", "fixed_temperature",
        "display_name", "version", "family", "variant_group", "system_prompt", "price", "context_length", "tools",
    ];

    /// <summary>What FastChat knows and has no meaning here; anything but the default is told.</summary>
    private static readonly string[] WithoutEffect = ["assistant_id", "folder_id", "client_name"];

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="InvalidDataException">The whole is not JSON, not an object, or has an id twice.</exception>
    public IReadOnlyList<ApiEndpoint> Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Forgiving);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw new InvalidDataException("it is not an object of endpoints");
            }

            List<JsonProperty> entries = [.. document.RootElement.EnumerateObject()];
            return entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
                ? throw new InvalidDataException($"it has '{twice.Key}' twice")
                : [.. entries.Select(ReadEntry)];
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

        var fields = new EntryFields(entry, variables);
        WarnOfIgnored(id, fields);
        var driver = DriverOf(fields.Text("api_type"));
        var (model, url, key) = (fields.Text("model_name"), UrlOf(fields.Text("api_base")), fields.Text("api_key"));
        var about = AboutOf(id, fields);
        var inArena = fields.Flag("text-arena") ?? true;
        return new(id, model ?? id, driver, url, key, about, fields.Missing ?? (inArena ? null : "text-arena is false"));
    }

    private void WarnOfIgnored(string id, EntryFields fields)
    {
        foreach (var field in fields.All.Where(field => !Understood.Contains(field.Name, StringComparer.Ordinal)))
        {
            // FastChat's flag says that its template for the model has a prompt; ours is the prompt itself.
            if (field.Name is "custom_system_prompt")
            {
                if (field.Value.ValueKind is JsonValueKind.True && fields.Raw("system_prompt") is null)
                {
                    warn($"'{id}' has 'custom_system_prompt', but no 'system_prompt' that says which");
                }
            }
            else if (!WithoutEffect.Contains(field.Name, StringComparer.Ordinal))
            {
                warn($"'{id}' has the unknown field '{field.Name}'");
            }
            else if (field.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
            {
                warn($"'{id}' has the field '{field.Name}', which has no effect here");
            }
        }
    }

    private ModelOptions AboutOf(string id, EntryFields fields) => new()
    {
        DisplayName = fields.Text("display_name"),
        Version = fields.Text("version"),
        Family = fields.Text("family"),
        VariantGroup = fields.Text("variant_group"),
        SystemPrompt = fields.Text("system_prompt"),
        BlindOnly = fields.Flag("anony_only") ?? false,
        Price = PriceOf(fields),
        Capabilities = new()
        {
            Vision = fields.Flag("vision-arena") is true ? true : null, // false is FastChat's default, and says nothing of the model
            Tools = fields.Flag("tools"),
            ContextLength = fields.Count("context_length"),
        },
        Settings = RecommendedConfig.Read(fields, reason => warn($"'{id}' has {reason}")),
    };

    private static PriceOptions? PriceOf(EntryFields fields)
    {
        if (fields.Object("price") is not { } price)
        {
            return null;
        }

        return new() { Input = Amount("input"), Output = Amount("output") };

        double Amount(string name) =>
            price.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.GetDouble() is >= 0 and < double.PositiveInfinity and var amount
                ? amount
                : throw new InvalidDataException($"price.{name} is not an amount of US dollars for a million tokens");
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
}
