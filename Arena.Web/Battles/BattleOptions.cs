using System.ComponentModel.DataAnnotations;
using Arena.Web.Battles.Pacing;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles;

/// <summary>Every limit of a battle, section <c>Battles</c>.</summary>
internal sealed class BattleOptions
{
    public const string Section = "Battles";

    /// <summary>The longest message, in bytes of UTF-8.</summary>
    [Range(1, 1 << 20)]
    public int MaxMessageBytes { get; set; } = 32 * 1024;

    /// <summary>The longest answer of one side, in UTF-16 code units; a longer one makes the battle void.</summary>
    [Range(1, 1 << 22)]
    public int MaxAnswerCharacters { get; set; } = 128 * 1024;

    /// <summary>Asked of both models alike.</summary>
    [Range(1, 1 << 20)]
    public int MaxTokens { get; set; } = 1024;

    /// <summary>Asked of both models alike.</summary>
    [Range(0.0, 2.0)]
    public double Temperature { get; set; } = 0.7;

    /// <summary>
    /// Whether a side may be an answer that was given before. Off: a vote is about what both models say now, and answers that come at once
    /// look alike on both sides only by chance.
    /// </summary>
    public bool AnswerCache { get; set; }

    /// <summary>Both answers must be there within this time, or the battle is void.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a run goes on while nobody reads it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan AbandonAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many battles this process writes at once; more wait for their turn.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrent { get; set; } = 512;

    /// <summary>The clock that releases both sides.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:01")]
    public TimeSpan Tick { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>About how far the shown text may lag behind the text that both sides have.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan CatchUp { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the side that starts first waits for the other's first text.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FirstTokenWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a side that stalls in the middle holds the other back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StallWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a run that lost its process is left alone before another takes over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long complete answers wait for the ledger before the battle is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LedgerWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the text of a battle is kept after its last event; longer than the router keeps the battle.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeepLog { get; set; } = TimeSpan.FromHours(3);

    /// <summary>Silence on a stream after which a comment keeps the connection open.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    public Pace Pace => new(Tick, CatchUp, FirstTokenWait, StallWait);
}

[OptionsValidator]
internal sealed partial class BattleOptionsValidator : IValidateOptions<BattleOptions>;
