using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;

namespace Arena.Ratings.Rubrics;

/// <summary>Rubrics and what they say of models, for everyone.</summary>
internal static class RubricEndpoints
{
    public static IEndpointRouteBuilder MapRubrics(this IEndpointRouteBuilder routes)
    {
        var rubrics = routes.MapGroup("/api/rubrics").WithTags("Rubrics");
        rubrics.MapGet("/", (RubricCatalog catalog) => TypedResults.Ok(RubricList.Of(catalog)))
            .WithName("ListRubrics").WithSummary("The rubrics, and the reasons that are offered with a vote.");
        rubrics.MapGet("/{name}/{version}/profiles", GetProfiles).WithName("GetRubricProfiles").WithSummary("The mean scores of models, by people and by judges.");
        rubrics.MapGet("/{name}/{version}/agreement", GetAgreement).WithName("GetRubricAgreement").WithSummary("How far those who score agree.");
        return routes;
    }

    private static Task<IResult> GetProfiles(
        string name, string version, string? model, RubricCatalog catalog, ScoreReader scores, LedgerReadiness readiness, CancellationToken cancellationToken) =>
        WithRubricAsync(name, version, catalog, readiness, async rubric =>
            TypedResults.Ok(new ProfileList(rubric, await scores.ProfilesAsync(rubric, string.IsNullOrEmpty(model) ? null : model, cancellationToken))));

    private static Task<IResult> GetAgreement(
        string name, string version, RubricCatalog catalog, ScoreReader scores, LedgerReadiness readiness, CancellationToken cancellationToken) =>
        WithRubricAsync(name, version, catalog, readiness, async rubric =>
            TypedResults.Ok(new AgreementList(rubric, "Krippendorff's alpha, interval metric", await scores.AgreementAsync(rubric, cancellationToken))));

    private static async Task<IResult> WithRubricAsync(string name, string version, RubricCatalog catalog, LedgerReadiness readiness, Func<string, Task<IResult>> answer)
    {
        if (catalog.Find($"{name}/{version}") is not { } rubric)
        {
            return TypedResults.Problem(
                title: "No such rubric",
                detail: $"'{name}/{version}' is not a rubric. Known: {string.Join(", ", catalog.Rubrics.Select(known => known.Id))}.",
                statusCode: StatusCodes.Status404NotFound,
                type: ProblemTypes.NotFound);
        }

        readiness.ThrowIfNotReady();
        return await answer(rubric.Id);
    }

    private sealed record RubricList(IReadOnlyList<RubricItem> Rubrics, IReadOnlyList<ReasonOption> Reasons, int MaxCommentCharacters)
    {
        public static RubricList Of(RubricCatalog catalog) => new(
            [.. catalog.Rubrics.Select(rubric => new RubricItem(rubric.Id, rubric.Title, rubric.Help, rubric.Dimensions))], catalog.Reasons, catalog.MaxCommentCharacters);
    }

    private sealed record RubricItem(string Id, string Title, string Help, IReadOnlyList<DimensionOption> Dimensions);

    private sealed record ProfileList(string Rubric, IReadOnlyList<ProfileRow> Profiles);

    private sealed record AgreementList(string Rubric, string Statistic, IReadOnlyList<AgreementRow> Agreement);
}
