using System.Text.Json.Nodes;

namespace Arena.Inference.Configuration;

/// <summary>What is said of a model beyond what its nodes report. Everything is optional.</summary>
internal sealed class ModelOptions
{
    /// <summary>The public id, where the configuration key cannot hold it (a colon separates keys: <c>llama3.1:8b</c>).</summary>
    public string? Id { get; set; }

    public string? DisplayName { get; set; }

    public string? Version { get; set; }

    public string? Family { get; set; }

    public string? VariantGroup { get; set; }

    public CapabilityOptions Capabilities { get; set; } = new();

    public PriceOptions? Price { get; set; }

    /// <summary>Goes before the conversation where the request has no system message of its own.</summary>
    public string? SystemPrompt { get; set; }

    /// <summary>In place of the discovered deployments, in the order in which they are tried.</summary>
    public List<DeploymentOptions> Deployments { get; set; } = [];

    public SettingsOptions Settings { get; set; } = new();

    /// <summary>Answers only in blind battles: nobody may choose it by name.</summary>
    public bool BlindOnly { get; set; }

    /// <summary>Why the model cannot be used. It is listed with this reason and never asked.</summary>
    public string? Disabled { get; set; }

    /// <summary>Its deployments, or why it has none, come from the file of endpoints, and go with it.</summary>
    internal bool FromFile { get; set; }
}

/// <summary>What a model can do, where that is not what its nodes report.</summary>
internal sealed class CapabilityOptions
{
    public bool? Tools { get; set; }

    public bool? Vision { get; set; }

    /// <summary>Tokens of prompt and answer together.</summary>
    public int? ContextLength { get; set; }
}

/// <summary>US dollars for a million tokens.</summary>
internal sealed class PriceOptions
{
    public double Input { get; set; }

    public double Output { get; set; }
}

/// <summary>One way to have a model answered.</summary>
internal sealed class DeploymentOptions
{
    public string Node { get; set; } = "";

    /// <summary>The name that the node knows the model by.</summary>
    public string Model { get; set; } = "";

    /// <summary>
    /// The public id of what really answers, when that is another model than the one asked for (a substitution).
    /// Empty: the node's name is only another name of this model.
    /// </summary>
    public string? ServedModelId { get; set; }

    /// <summary>
    /// Ollama: the <c>num_ctx</c> of every request, in tokens. One for all requests of a model, because another one loads it again.
    /// Empty: the server's own.
    /// </summary>
    public int? ContextLength { get; set; }
}

/// <summary>Generation settings used where a request names none.</summary>
internal sealed class SettingsOptions
{
    public int? MaxTokens { get; set; }

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public long? Seed { get; set; }

    /// <summary>The model takes no other temperature: what a request asks is not passed on.</summary>
    public bool TemperatureIsFixed { get; set; }

    /// <summary>More fields of a request, as the server knows them; only in chat completions.</summary>
    internal JsonObject? ExtraBody { get; set; }
}
