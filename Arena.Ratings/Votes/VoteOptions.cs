using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Votes;

/// <summary>How votes are committed together.</summary>
internal sealed class VoteOptions
{
    public const string Section = "Ratings:Votes";

    /// <summary>Most votes of one transaction.</summary>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 256;

    /// <summary>Most votes that wait in one replica; more are told at once that they are not saved.</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; set; } = 10_000;
}

[OptionsValidator]
internal sealed partial class VoteOptionsValidator : IValidateOptions<VoteOptions>;
