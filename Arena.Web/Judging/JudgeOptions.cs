using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Web.Judging;

/// <summary>Whether a model scores answers by a rubric, after the vote.</summary>
internal sealed class JudgeOptions
{
    public const string Section = "Judge";

    /// <summary>The public id of the judge; empty: nobody judges.</summary>
    public string? Model { get; set; }

    /// <summary>Name and version; empty: the first that is configured.</summary>
    public string? Rubric { get; set; }

    /// <summary>How often answers are looked for that were not judged yet.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers that are judged in a row.</summary>
    [Range(1, 100)]
    public int Batch { get; set; } = 10;

    /// <summary>How long the judge may think over one answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    [Range(16, 32_768)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>How often an answer is tried that the judge does not score as it should; then it is left alone, also after a restart.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 2;
}

[OptionsValidator]
internal sealed partial class JudgeOptionsValidator : IValidateOptions<JudgeOptions>;
