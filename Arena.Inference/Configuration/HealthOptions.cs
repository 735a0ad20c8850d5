using System.ComponentModel.DataAnnotations;

namespace Arena.Inference.Configuration;

/// <summary>
/// How long a deployment sits out after failing: <c>min(OpenTime · 2^(failures in a row − Failures), MaxOpenTime)</c>, give or take
/// <see cref="Jitter"/>. Then one request at a time may try it.
/// </summary>
internal sealed class CircuitOptions
{
    /// <summary>Failures in a row after which it sits out.</summary>
    [Range(1, 100)]
    public int Failures { get; set; } = 1;

    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan OpenTime { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan MaxOpenTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Share of the time by which it varies, so that replicas do not come back in step.</summary>
    [Range(0, 0.9)]
    public double Jitter { get; set; } = 0.2;
}

/// <summary>Small questions that show whether a loaded model still answers.</summary>
internal sealed class CanaryOptions
{
    /// <summary>How long a loaded model may have answered nobody before it is asked.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tokens of its answer.</summary>
    [Range(1, 100)]
    public int MaxTokens { get; set; } = 4;
}

/// <summary>A token bucket: each answer puts <see cref="Ratio"/> tokens in, each retry takes one out.</summary>
internal sealed class RetryBudgetOptions
{
    /// <summary>Retries for each answer, over time.</summary>
    [Range(0.0, 10.0)]
    public double Ratio { get; set; } = 0.1;

    /// <summary>Retries that may come at once, such as when a node dies under its requests.</summary>
    [Range(0, 1_000_000)]
    public int Burst { get; set; } = 100;
}
