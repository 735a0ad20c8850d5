using System.ComponentModel.DataAnnotations;

namespace Arena.ModelSimulator.Configuration;

/// <summary>The shape that a model gives its answers.</summary>
internal enum AnswerStyle
{
    Lists,
    Headers,
    Code,
    Concise,
    Narrative,
}

/// <summary>One simulated model.</summary>
internal sealed class ModelOptions
{
    /// <summary>The id, where the configuration key cannot hold it (a colon separates keys: <c>ft:gpt-4o-mini:acme::1</c>).</summary>
    public string? Id { get; set; }

    /// <summary>What people read; ends in "(simulated)", so that nobody takes the model for a real one.</summary>
    [Required, RegularExpression(@".*\S \(simulated\)$")]
    public string DisplayName { get; set; } = "";

    [Required]
    public string Family { get; set; } = "";

    /// <summary>True strength on the Elo scale. Decides how often the model knows the answer, and is what a load test votes by.</summary>
    [Range(0, 4000)]
    public double Strength { get; set; } = 1500;

    /// <summary>About how many words the model writes on an open question.</summary>
    [Range(5, 5000)]
    public int Verbosity { get; set; } = 120;

    public AnswerStyle Style { get; set; } = AnswerStyle.Narrative;

    /// <summary>From a request that runs to its first token.</summary>
    [Range(0, 600)]
    public double TimeToFirstTokenSeconds { get; set; } = 0.2;

    [Range(0.01, 100_000)]
    public double TokensPerSecond { get; set; } = 60;

    /// <summary>Video memory in MiB with the full context: three quarters weights, one quarter key-value cache.</summary>
    [Range(1, 16_777_216)]
    public int VramMib { get; set; } = 8192;

    /// <summary>From disk to video memory.</summary>
    [Range(0, 3600)]
    public double LoadSeconds { get; set; } = 4;

    /// <summary>From main to video memory: what waking from vLLM's sleep level 1 takes.</summary>
    [Range(0, 3600)]
    public double WakeSeconds { get; set; } = 0.5;

    /// <summary>Whether the model calls tools; one that does not answers as if there were none.</summary>
    public bool Tools { get; set; }

    /// <summary>Tokens of prompt and answer together.</summary>
    [Range(64, 10_000_000)]
    public int ContextLength { get; set; } = 8192;
}
