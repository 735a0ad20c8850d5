using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Router.Battles;

/// <summary>Limits and choices of battles.</summary>
internal sealed class BattleOptions
{
    public const string Section = "Router:Battles";

    /// <summary>How long a battle is kept, from its start. Default 2 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Views of one prompt: after the last comes the first again.</summary>
    [Range(1, 100)]
    public int TotalViews { get; set; } = 3;

    /// <summary>Turns of one conversation; the last of them is voted on.</summary>
    [Range(1, 100)]
    public int MaxTurns { get; set; } = 10;

    /// <summary>The longest message, in bytes of UTF-8.</summary>
    [Range(1, 4 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 32 * 1024;

    /// <summary>The longest session, and the longest idempotency key, in characters.</summary>
    [Range(1, 4096)]
    public int MaxSessionLength { get; set; } = 256;

    /// <summary>Name of the policy that draws pairs: <c>uniform</c> or <c>informative</c>.</summary>
    [Required]
    public string PairPolicy { get; set; } = "uniform";

    /// <summary>
    /// Share of the draws that ignores what the policy prefers, in (0, 1]. Every pair keeps that much of an even chance, so that a board can be
    /// corrected for the policy.
    /// </summary>
    [Range(0.01, 1)]
    public double UniformShare { get; set; } = 0.1;

    /// <summary>The last pairs of a voter's session that are not drawn again while there are others; 0 switches that off.</summary>
    [Range(0, 1000)]
    public int SessionMemory { get; set; } = 5;

    /// <summary>Tokens of a model's context that stay free for its answer.</summary>
    [Range(0, 1_000_000)]
    public int AnswerTokens { get; set; } = 1024;
}

[OptionsValidator]
internal sealed partial class BattleOptionsValidator : IValidateOptions<BattleOptions>;
