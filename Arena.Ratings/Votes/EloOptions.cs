using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Votes;

/// <summary>How ratings move. A change applies to later votes; every step keeps the K that it was made with.</summary>
internal sealed class EloOptions
{
    public const string Section = "Ratings:Elo";

    /// <summary>The most points that one vote moves.</summary>
    [Range(1, 400)]
    public double K { get; set; } = 32;

    /// <summary>The rating of a model before its first vote.</summary>
    [Range(1, 4000)]
    public double Start { get; set; } = 1500;
}

[OptionsValidator]
internal sealed partial class EloOptionsValidator : IValidateOptions<EloOptions>;
