using Arena.Contracts.Ratings;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Rubrics;

/// <summary>The rubrics and reasons that are in force.</summary>
internal sealed class RubricCatalog(IOptions<RubricOptions> options)
{
    public static readonly IReadOnlyList<ReasonOption> DefaultReasons =
    [
        new() { Id = "more-accurate", Title = "More accurate" },
        new() { Id = "better-written", Title = "Better written" },
        new() { Id = "more-helpful", Title = "More helpful" },
        new() { Id = "followed-instructions", Title = "Followed the instructions" },
        new() { Id = "better-format", Title = "Better format" },
        new() { Id = "right-length", Title = "Right length" },
        new() { Id = "more-creative", Title = "More creative" },
        new() { Id = "safer", Title = "Safer" },
    ];

    public IReadOnlyList<RubricOption> Rubrics { get; } =
        [.. options.Value.Items, .. options.Value.BuiltIn ? [CreativeOrientation.Rubric] : Array.Empty<RubricOption>()];

    public IReadOnlyList<ReasonOption> Reasons { get; } = options.Value.Reasons.Count > 0 ? options.Value.Reasons : DefaultReasons;

    public int MaxCommentCharacters => options.Value.MaxCommentCharacters;

    /// <summary>Null for an id that is not in force.</summary>
    public RubricOption? Find(string id) => Rubrics.FirstOrDefault(rubric => string.Equals(rubric.Id, id, StringComparison.Ordinal));

    /// <summary>What is wrong with an id that is not in force, as a sentence.</summary>
    public string Unknown(string id) => $"rubric is '{id}': {string.Join(", ", Rubrics.Select(known => known.Id))} is expected";

    /// <summary>What is wrong with scores, as a sentence; null when nothing is.</summary>
    public string? Broken(string rubric, IEnumerable<KeyValuePair<string, double>> scores)
    {
        if (Find(rubric) is not { } known)
        {
            return Unknown(rubric);
        }

        foreach (var (id, score) in scores)
        {
            if (known.Dimensions.Find(dimension => dimension.Id == id) is not { } dimension)
            {
                return $"'{rubric}' has no dimension '{id}': {string.Join(", ", known.Dimensions.Select(one => one.Id))} are expected";
            }

            if (score < dimension.Min || score > dimension.Max || score != Math.Floor(score))
            {
                return $"'{id}' is {score}: a whole number from {dimension.Min} to {dimension.Max} is expected";
            }
        }

        return null;
    }

    public GetRubricsResponse ToResponse() => new()
    {
        Rubrics =
        {
            Rubrics.Select(rubric => new Rubric
            {
                Id = rubric.Id,
                Title = rubric.Title,
                Help = rubric.Help,
                Dimensions =
                {
                    rubric.Dimensions.Select(dimension => new Dimension
                    {
                        Id = dimension.Id, Title = dimension.Title, Help = dimension.Help, Min = dimension.Min, Max = dimension.Max,
                    }),
                },
            }),
        },
        Reasons = { Reasons.Select(reason => new Reason { Id = reason.Id, Title = reason.Title }) },
    };
}
