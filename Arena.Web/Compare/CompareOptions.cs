using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare;

/// <summary>
/// Every limit of a comparison, section <c>Compare</c>. Lease, tick, heartbeat and how long the stream's text is kept are those of battles:
/// both are written into the same log.
/// </summary>
internal sealed class CompareOptions
{
    public const string Section = "Compare";

    /// <summary>The longest prompt, in bytes of UTF-8, without the document.</summary>
    [Range(1, 1 << 20)]
    public int MaxPromptBytes { get; set; } = 32 * 1024;

    /// <summary>The longest answer, in UTF-16 code units; a longer one counts as failed.</summary>
    [Range(1, 1 << 22)]
    public int MaxAnswerCharacters { get; set; } = 128 * 1024;

    /// <summary>Asked of all models alike.</summary>
    [Range(1, 1 << 20)]
    public int MaxTokens { get; set; } = 1024;

    /// <summary>Asked of all models alike.</summary>
    [Range(0.0, 2.0)]
    public double Temperature { get; set; } = 0.7;

    /// <summary>What is not there within this time counts as failed; the other answers count.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often comparisons are looked for whose process died before their answers were in the ledger.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>So long after the question its models may be asked again when a run was lost; later its answers are recorded as failed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ResumeWithin { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many comparisons this process writes at once; more wait for their turn.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrent { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class CompareOptionsValidator : IValidateOptions<CompareOptions>;
