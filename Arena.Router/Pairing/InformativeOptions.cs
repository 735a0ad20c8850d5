using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Router.Pairing;

/// <summary>How the policy <c>informative</c> weighs, and how it learns of the votes.</summary>
internal sealed class InformativeOptions
{
    public const string Section = "Router:Informative";

    /// <summary>Power of what a vote would teach; 0 is uniform, more is greedier.</summary>
    [Range(0, 10)]
    public double Sharpness { get; set; } = 2;

    /// <summary>A pair whose models are both in memory is at most 1 + this as likely as an equally informative one of which neither is.</summary>
    [Range(0, 10)]
    public double WarmBonus { get; set; } = 0.5;

    /// <summary>Pause between two looks at the ledger's votes. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one look may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class InformativeOptionsValidator : IValidateOptions<InformativeOptions>;
