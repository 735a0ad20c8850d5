using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Rubrics;

/// <summary>By what answers are scored, and which reasons are offered with a vote.</summary>
internal sealed class RubricOptions
{
    public const string Section = "Rubrics";

    /// <summary>Own rubrics, before the built-in one. What a rubric means never changes under its name and version: a changed one is a new version.</summary>
    public List<RubricOption> Items { get; set; } = [];

    /// <summary>Whether <see cref="CreativeOrientation"/> is offered too.</summary>
    public bool BuiltIn { get; set; } = true;

    /// <summary>Own reasons; none: <see cref="RubricCatalog.DefaultReasons"/>.</summary>
    public List<ReasonOption> Reasons { get; set; } = [];

    /// <summary>Longest comment, in characters.</summary>
    [Range(0, 1_000_000)]
    public int MaxCommentCharacters { get; set; } = 4000;
}

/// <summary>A set of dimensions.</summary>
internal sealed class RubricOption
{
    public string Name { get; set; } = "";

    public string Version { get; set; } = "1";

    public string Title { get; set; } = "";

    public string Help { get; set; } = "";

    public List<DimensionOption> Dimensions { get; set; } = [];

    public string Id => $"{Name}/{Version}";
}

/// <summary>One thing that is scored with a whole number from <see cref="Min"/> to <see cref="Max"/>.</summary>
internal sealed class DimensionOption
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";

    public string Help { get; set; } = "";

    public int Min { get; set; } = 1;

    public int Max { get; set; } = 5;
}

/// <summary>A reason for a vote.</summary>
internal sealed class ReasonOption
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class RubricOptionsValidator : IValidateOptions<RubricOptions>;

/// <summary>The rules that attributes cannot say. Each error begins with the key that is wrong.</summary>
internal sealed partial class RubricOptionsRules : IValidateOptions<RubricOptions>
{
    private const int MostSteps = 100;
    private const string Words = "lower-case letters, digits and hyphens are expected";

    public ValidateOptionsResult Validate(string? name, RubricOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        foreach (var (index, rubric) in options.Items.Index())
        {
            Check($"{RubricOptions.Section}:Items:{index}", rubric, errors);
            if (options.Items.Take(index).Any(before => before.Id == rubric.Id))
            {
                errors.AddError($"{RubricOptions.Section}:Items:{index} is '{rubric.Id}' once more: a changed rubric is a new version.");
            }
        }

        foreach (var (index, reason) in options.Reasons.Index())
        {
            var key = $"{RubricOptions.Section}:Reasons:{index}";
            CheckWord($"{key}:Id", reason.Id, errors);
            CheckTitle($"{key}:Title", reason.Title, errors);
        }

        return errors.Build();
    }

    private static void Check(string key, RubricOption rubric, ValidateOptionsResultBuilder errors)
    {
        CheckWord($"{key}:Name", rubric.Name, errors);
        CheckWord($"{key}:Version", rubric.Version, errors);
        CheckTitle($"{key}:Title", rubric.Title, errors);
        if (rubric.Dimensions.Count == 0)
        {
            errors.AddError($"{key}:Dimensions is empty: what is scored is expected.");
        }

        foreach (var (index, dimension) in rubric.Dimensions.Index())
        {
            Check($"{key}:Dimensions:{index}", dimension, errors);
            if (rubric.Dimensions.Take(index).Any(before => before.Id == dimension.Id))
            {
                errors.AddError($"{key}:Dimensions:{index}:Id is '{dimension.Id}' once more: each dimension has an id of its own.");
            }
        }
    }

    private static void Check(string key, DimensionOption dimension, ValidateOptionsResultBuilder errors)
    {
        CheckWord($"{key}:Id", dimension.Id, errors);
        CheckTitle($"{key}:Title", dimension.Title, errors);
        if (dimension.Max <= dimension.Min || (long)dimension.Max - dimension.Min > MostSteps)
        {
            errors.AddError($"{key}:Max is {dimension.Max} and Min {dimension.Min}: a scale of 1 … {MostSteps} steps is expected.");
        }
    }

    private static void CheckWord(string key, string word, ValidateOptionsResultBuilder errors)
    {
        if (!Word().IsMatch(word))
        {
            errors.AddError($"{key} is '{word}': {Words}.");
        }
    }

    private static void CheckTitle(string key, string title, ValidateOptionsResultBuilder errors)
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            errors.AddError($"{key} is empty: what people read is expected.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
