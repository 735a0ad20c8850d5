using System.ComponentModel.DataAnnotations;
using Arena.Inference.Swapping;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>
/// How a node whose memory does not hold all of its models at once is shared. Without <see cref="VramMib"/> and <see cref="MaxLoaded"/>
/// the node looks after itself.
/// </summary>
internal sealed class SwapOptions
{
    public const string ModelPlaceholder = "{model}";

    /// <summary>Video memory of the node in MiB; 0: not counted.</summary>
    [Range(0, 16 * 1024 * 1024)]
    public int VramMib { get; set; }

    /// <summary>Most models in memory at a time; 0: as many as fit.</summary>
    [Range(0, 1000)]
    public int MaxLoaded { get; set; }

    /// <summary>
    /// Where the engine of one model listens, with <c>{model}</c> in the place of its name (<c>http://gpu:8000/engines/{model}</c>). Empty:
    /// the node's own address.
    /// </summary>
    public string EngineUrl { get; set; } = "";

    /// <summary>vLLM's sleep level: 1 keeps the weights in main memory, 2 reads them again at each wake.</summary>
    [Range(1, 2)]
    public int SleepLevel { get; set; } = 1;

    /// <summary>Which idle model gives way: <c>gdsf</c>, <c>lru</c> or <c>fifo</c>.</summary>
    [Required]
    public string Eviction { get; set; } = "gdsf";

    /// <summary>In which order requests are served.</summary>
    public QueueOrder Queue { get; set; } = QueueOrder.Collate;

    /// <summary>How long a loaded model stays at least, unless a request has waited for <see cref="MaxWait"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MinResidence { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After this wait no new request goes to the model that is in the way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After this wait a request gives up and falls back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most requests that wait for this node; more fall back at once.</summary>
    [Range(1, 100_000)]
    public int MaxQueue { get; set; } = 512;

    /// <summary>A load, or an unload, that takes longer has failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Failed loads in a row after which a model is left alone for <see cref="QuarantineTime"/>, doubling.</summary>
    [Range(1, 100)]
    public int FailuresBeforeQuarantine { get; set; } = 3;

    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan QuarantineTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the node is asked what it has loaded: models also come and go by themselves.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Loads what is asked for at this time of day into memory that is free.</summary>
    public bool PreloadByUsage { get; set; } = true;

    /// <summary>What is known of single models. One that is missing counts with the whole <see cref="VramMib"/> until the node says better.</summary>
    [ValidateEnumeratedItems]
    public List<SwapModelOptions> Models { get; set; } = [];

    /// <summary>Models that are loaded at a time of day, pushing out idle ones.</summary>
    [ValidateEnumeratedItems]
    public List<PreloadOptions> Schedule { get; set; } = [];

    public bool IsManaged => VramMib > 0 || MaxLoaded > 0;

    public SwapRules Rules => new(VramMib, MaxLoaded, Queue, MinResidence, MaxWait, QueueTimeout, MaxQueue, FailuresBeforeQuarantine, QuarantineTime);
}

[OptionsValidator]
internal sealed partial class SwapOptionsValidator : IValidateOptions<SwapOptions>;

/// <summary>A model on a node whose memory is shared.</summary>
internal sealed class SwapModelOptions
{
    /// <summary>The name that the node knows it by.</summary>
    [Required]
    public string Model { get; set; } = "";

    [Range(0, 16 * 1024 * 1024)]
    public int VramMib { get; set; }

    /// <summary>Never unloaded for another.</summary>
    public bool Pinned { get; set; }

    /// <summary>What a load is thought to take until one was measured.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ExpectedLoad { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>A load at a time of day.</summary>
internal sealed class PreloadOptions
{
    [Required]
    public string Model { get; set; } = "";

    /// <summary>UTC.</summary>
    public TimeOnly At { get; set; }

    /// <summary>Days of the week; empty: each.</summary>
    public List<DayOfWeek> Days { get; set; } = [];
}
