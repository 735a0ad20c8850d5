namespace Arena.Inference.Configuration;

/// <summary>What is said of a model beyond what its nodes report. Everything is optional.</summary>
internal sealed class ModelOptions
{
    /// <summary>The public id, where the configuration key cannot hold it (a colon separates keys: <c>llama3.1:8b</c>).</summary>
    public string? Id { get; set; }

    public string? DisplayName { get; set; }

    public string? Family { get; set; }

    public string? VariantGroup { get; set; }

    /// <summary>In place of the discovered deployments, in the order in which they are tried.</summary>
    public List<DeploymentOptions> Deployments { get; set; } = [];

    public SettingsOptions Settings { get; set; } = new();
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
}

/// <summary>Generation settings used where a request names none.</summary>
internal sealed class SettingsOptions
{
    public int? MaxTokens { get; set; }

    public double? Temperature { get; set; }

    public long? Seed { get; set; }
}
