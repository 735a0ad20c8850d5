using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Ratings.Ledger;
using Arena.Ratings.Rubrics;

namespace Arena.Ratings.Campaigns;

/// <summary>A campaign as it is asked for: a file, or the body of a request.</summary>
/// <remarks>
/// <code>
/// {"name":"support-march","title":"Support, March","description":"Which fine-tune answers customers better?","models":["support-gpt","support-gemini-a"],
///  "rubric":"creative-orientation/1","target":{"votes":200},"repeat_rate":0.1,"prompts":["How do I reset my password?","…"]}
/// </code>
/// </remarks>
/// <param name="Rubric">Null: the first one that is configured.</param>
/// <param name="RepeatRate">0 … 0.5; null: 0.1.</param>
internal sealed partial record CampaignDefinition(
    string? Name, string? Title, string? Description, IReadOnlyList<string>? Models, string? Rubric, CampaignTarget? Target, double? RepeatRate, IReadOnlyList<string>? Prompts)
{
    public const int MostPrompts = 10_000;
    public const int MostPromptCharacters = 32_768;

    private const double DefaultRepeatRate = 0.1;

    /// <summary>snake_case, comments and trailing commas taken; an unknown field is an error, because it would be ignored.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The first rule that it breaks, as a sentence; null when it keeps all of them.</summary>
    public string? Broken(RubricCatalog rubrics)
    {
        if (Name is null || !NameForm().IsMatch(Name))
        {
            return $"name is '{Name}': 1 … 64 lower-case letters, digits and hyphens are expected";
        }

        if (Models is not { Count: >= 2 } || Models.Any(string.IsNullOrWhiteSpace) || Models.Distinct(StringComparer.Ordinal).Count() < Models.Count)
        {
            return "models: at least two different public ids are expected";
        }

        if (Prompts is not { Count: >= 1 and <= MostPrompts } || Prompts.Distinct(StringComparer.Ordinal).Count() < Prompts.Count)
        {
            return $"prompts: 1 … {MostPrompts} different texts are expected";
        }

        if (Prompts.FirstOrDefault(prompt => string.IsNullOrWhiteSpace(prompt) || prompt.Length > MostPromptCharacters || prompt.Contains('\0', StringComparison.Ordinal)) is { } prompt)
        {
            return $"prompts has one of {prompt.Length} characters: 1 … {MostPromptCharacters} are expected, without the character 0";
        }

        if (((IEnumerable<string?>)[Title, Description, .. Models]).Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            return "title, description or models have the character 0";
        }

        if (Target is not ({ Votes: > 0, IntervalWidth: null } or { Votes: null, IntervalWidth: > 0 }))
        {
            return "target: either votes or interval_width is expected, above 0";
        }

        if (RepeatRate is not (null or (>= 0 and <= 0.5)))
        {
            return $"repeat_rate is {RepeatRate}: 0 … 0.5 is expected";
        }

        return Rubric is not null && rubrics.Find(Rubric) is null ? rubrics.Unknown(Rubric) : null;
    }

    /// <summary>The campaign. Only for a definition that breaks no rule.</summary>
    public Campaign ToCampaign(DateTimeOffset now) => new()
    {
        Name = Name!,
        Title = string.IsNullOrWhiteSpace(Title) ? Name! : Title.Trim(),
        Description = Description?.Trim() ?? "",
        Rubric = Rubric,
        Models = [.. Models!],
        TargetVotes = Target!.Votes,
        TargetWidth = Target.IntervalWidth,
        RepeatRate = RepeatRate ?? DefaultRepeatRate,
        CreatedAt = Moment.Stored(now),
        Prompts = [.. Prompts!.Select((text, i) => new CampaignPrompt { Position = i + 1, Text = text })],
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NameForm();
}

/// <summary>When there is enough evidence; one of the two.</summary>
/// <param name="Votes">Votes, without repeats.</param>
/// <param name="IntervalWidth">Elo points of the widest 95 % interval of the campaign's own board.</param>
internal sealed record CampaignTarget(long? Votes, double? IntervalWidth);
