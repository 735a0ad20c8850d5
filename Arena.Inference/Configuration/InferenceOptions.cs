using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>What was asked of this service: nodes, overrides of models, and limits.</summary>
internal sealed class InferenceOptions
{
    public const string Section = "Inference";

    /// <summary>Nodes by name. None is allowed: then no model can answer.</summary>
    public Dictionary<string, NodeOptions> Nodes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Overrides by public model id. A model that a node reports needs no entry.</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// What stands in for what: a public id, and the name of a model that is there (<c>llama3.2-3b</c> → <c>llama3.1:8b</c>). Answers
    /// of the other model are told as substitutions. An id's own deployments come first.
    /// </summary>
    public Dictionary<string, string> Substitutes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>A file in the form of FastChat's <c>api_endpoints.json</c>; relative to where the service was started.</summary>
    public string? ApiEndpointsFile { get; set; }

    /// <summary>How often that file is looked at for changes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan ApiEndpointsInterval { get; set; } = TimeSpan.FromSeconds(2);

    [ValidateObjectMembers]
    public CacheOptions Cache { get; set; } = new();

    [ValidateObjectMembers]
    public OpenAiOptions OpenAi { get; set; } = new();

    [ValidateObjectMembers]
    public TimeoutOptions Timeouts { get; set; } = new();

    [ValidateObjectMembers]
    public ProbeOptions Probes { get; set; } = new();

    [ValidateObjectMembers]
    public CircuitOptions Circuit { get; set; } = new();

    /// <summary>Upstream calls made for one answer at most, each to another deployment.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    [ValidateObjectMembers]
    public RetryBudgetOptions RetryBudget { get; set; } = new();

    /// <summary>How long a drain waits for the requests that are under way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a prompt that is too long for a deployment goes on to one of the same model with a larger context.</summary>
    public bool ContextOverflowFallsBack { get; set; }

    /// <summary>
    /// Characters of thinking text held back before the first visible text. Beyond it they are released,
    /// and with them goes the right to fall back.
    /// </summary>
    [Range(0, 16 * 1024 * 1024)]
    public int MaxHeldCharacters { get; set; } = 256 * 1024;

    /// <summary>Largest <c>max_tokens</c> that a request may ask for.</summary>
    [Range(1, 1_000_000)]
    public int MaxTokensLimit { get; set; } = 32_768;

    /// <summary>The context that a model is to have on a node, in tokens; null: the node's own.</summary>
    public int? ContextLengthOf(string node, string model) => Models.Values
        .SelectMany(asked => asked.Deployments)
        .FirstOrDefault(deployment => deployment.Node == node && deployment.Model == model && deployment.ContextLength is not null)?.ContextLength;
}

[OptionsValidator]
internal sealed partial class InferenceOptionsValidator : IValidateOptions<InferenceOptions>;
