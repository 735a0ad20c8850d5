using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Ledger.Erasing;

/// <summary>How long texts are kept. Votes, ratings and the chain are kept for good.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Ratings:Retention";

    /// <summary>After which prompts, answers and conversations are erased; null keeps them.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan? Texts { get; set; }

    /// <summary>How often it is looked for texts that are too old.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
