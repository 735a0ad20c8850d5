using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Board;

/// <summary>How boards are kept.</summary>
internal sealed class BoardOptions
{
    public const string Section = "Ratings:Board";

    /// <summary>How often the chain is looked at for votes that another replica sealed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Boards beside the default one that are kept up to date; the one that was longest not asked for goes first.</summary>
    [Range(1, 10_000)]
    public int Kept { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class BoardOptionsValidator : IValidateOptions<BoardOptions>;
