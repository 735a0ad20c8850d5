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

    /// <summary>The longest message, in bytes of UTF-8.</summary>
    [Range(1, 4 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 32 * 1024;

    /// <summary>The longest session, in characters.</summary>
    [Range(1, 4096)]
    public int MaxSessionLength { get; set; } = 256;

    /// <summary>Name of the policy that draws pairs.</summary>
    [Required]
    public string PairPolicy { get; set; } = "uniform";
}

[OptionsValidator]
internal sealed partial class BattleOptionsValidator : IValidateOptions<BattleOptions>;
