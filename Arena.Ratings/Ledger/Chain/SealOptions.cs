using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>How records get into the chain.</summary>
internal sealed class SealOptions
{
    public const string Section = "Ratings:Seal";

    /// <summary>The longest wait before records are looked for that another replica left behind.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most records of one transaction.</summary>
    [Range(1, 100_000)]
    public int Batch { get; set; } = 1000;
}

[OptionsValidator]
internal sealed partial class SealOptionsValidator : IValidateOptions<SealOptions>;
