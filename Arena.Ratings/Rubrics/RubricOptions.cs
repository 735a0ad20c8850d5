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

/// <summary>The rules that attributes cannot say.</summary>
internal sealed partial class RubricOptionsRules : IValidateOptions<RubricOptions>
{
    private const int MostSteps = 100;

    public ValidateOptionsResult Validate(string? name, RubricOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        foreach (var rubric in options.Items)
        {
            Check(rubric, errors);
        }

        if (options.Items.GroupBy(rubric => rubric.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            errors.AddError($"Rubrics:Items has '{twice.Key}' twice.");
        }

        foreach (var reason in options.Reasons.Where(reason => !Word().IsMatch(reason.Id) || string.IsNullOrWhiteSpace(reason.Title)))
        {
            errors.AddError($"Rubrics:Reasons has '{reason.Id}': an id of lower-case letters, digits and hyphens, and a title are expected.");
        }

        return errors.Build();
    }

    private static void Check(RubricOption rubric, ValidateOptionsResultBuilder errors)
    {
        if (!Word().IsMatch(rubric.Name) || !Word().IsMatch(rubric.Version))
        {
            errors.AddError($"Rubric '{rubric.Id}': name and version are of lower-case letters, digits and hyphens.");
        }

        if (rubric.Dimensions.Count == 0 || rubric.Dimensions.DistinctBy(dimension => dimension.Id, StringComparer.Ordinal).Count() < rubric.Dimensions.Count)
        {
            errors.AddError($"Rubric '{rubric.Id}' needs dimensions, each with an id of its own.");
        }

        foreach (var dimension in rubric.Dimensions.Where(dimension =>
            !Word().IsMatch(dimension.Id) || string.IsNullOrWhiteSpace(dimension.Title) || dimension.Max <= dimension.Min || dimension.Max - dimension.Min > MostSteps))
        {
            errors.AddError(
                $"Rubric '{rubric.Id}' has the dimension '{dimension.Id}' from {dimension.Min} to {dimension.Max}: " +
                $"an id of lower-case letters, digits and hyphens, a title, and a scale of at most {MostSteps} steps are expected.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
