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

    /// <summary>Between two readings of a provider's list.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProviderInterval { get; set; } = TimeSpan.FromMinutes(5);

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

/// <summary>Answers that are given again instead of asking a model. Requests say whether they take one.</summary>
internal sealed class CacheOptions
{
    /// <summary>Off: every request reaches a model, whatever it says.</summary>
    public bool Enabled { get; set; } = true;

    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Characters of answers kept in the memory of one process.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int MaxCharacters { get; set; } = 16 * 1024 * 1024;

    /// <summary>A longer answer is not kept.</summary>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxAnswerCharacters { get; set; } = 256 * 1024;

    /// <summary>After which a call to Redis is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>What <c>/v1</c> takes.</summary>
internal sealed class OpenAiOptions
{
    /// <summary>Largest body of a request.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;

    [Range(1, 100_000)]
    public int MaxMessages { get; set; } = 1024;

    [Range(0, 10_000)]
    public int MaxTools { get; set; } = 128;

    /// <summary>
    /// Images may be named by their address, which a model server then fetches from where it stands: inside the network. Images as data
    /// are always taken.
    /// </summary>
    public bool AllowImageAddresses { get; set; }
}
