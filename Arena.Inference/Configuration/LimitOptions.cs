using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>Patience with an upstream while it answers. There is no total timeout: a long answer is not a fault.</summary>
internal sealed class TimeoutOptions
{
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Connect { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>From the upstream request to the first text, thinking text included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstToken { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same where the server may have to load the model first (Ollama), one model after the other.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstTokenAfterLoad { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two pieces of text.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Active probes of the nodes.</summary>
internal sealed class ProbeOptions
{
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Until the next probe of a node that is in doubt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SuspectInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For each of the two requests of a probe.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Probes without an answer after which a node counts as down. A saturated, healthy engine can miss one;
    /// a refused connection or an error status needs no second look.
    /// </summary>
    [Range(1, 100)]
    public int MissesBeforeDown { get; set; } = 3;

    /// <summary>
    /// How long the engine's own count may stand still while requests run before it counts as hung. A <c>/health</c> that answers 200
    /// does not help it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan FrozenAfter { get; set; } = TimeSpan.FromSeconds(10);

    [ValidateObjectMembers]
    public CanaryOptions Canary { get; set; } = new();
}
