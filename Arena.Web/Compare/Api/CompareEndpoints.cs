using Arena.Contracts.Ratings;
using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Api;
using Arena.Web.Compare.Planning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Compare.Api;

/// <summary>Asking several models one question, and looking at what they said.</summary>
internal static class CompareEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 128;

    public static IEndpointRouteBuilder MapCompareCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/", Start).WithName("StartComparison").WithSummary("Asks two to six models the same question, about a document if there is one.");
        routes.MapPost("/estimate", Estimate).WithName("EstimateComparison").WithSummary("What would be sent, and what it may cost.");
        routes.MapGet("/{comparisonId}", Get).WithName("GetComparison").WithSummary("A comparison, its answers and what you gave them.");
        return routes;
    }

    private static async Task<Results<Ok<ComparisonAnswer>, ProblemHttpResult, Problem>> Start(
        HttpContext context, [FromHeader(Name = IdempotencyKey)] string? key, CompareForm form, ComparePlanner planner, CompareDesk desk,
        CancellationToken cancellationToken)
    {
        if (key is { Length: > LongestKey })
        {
            return Problems.InvalidRequest($"{IdempotencyKey} must have at most {LongestKey} characters.");
        }

        var session = VoterSession.ReadOrCreate(context);
        var (body, problem) = await form.ReadAsync(context.Request, session, cancellationToken);
        if (body is null)
        {
            return problem!;
        }

        var (plan, refused) = await planner.PlanAsync(body.Prompt, body.Models, body.Document, session, cancellationToken);
        if (plan is null)
        {
            return refused!;
        }

        if (plan.Estimate.IsPaid && !body.ConfirmCost)
        {
            return CompareProblems.CostNotConfirmed(plan.Estimate);
        }

        var comparison = await desk.OpenAsync(body, plan, session, key, cancellationToken);
        return IsOf(body, comparison)
            ? TypedResults.Ok(comparison.ToAnswer())
            : new Problem(ProblemTypes.IdempotencyConflict, 409, "The idempotency key is taken", "It belongs to another comparison. Use a new key.");
    }

    /// <summary>Whether the comparison that has the key is the one that is asked for; the order of models is that of the first time.</summary>
    private static bool IsOf(CompareBody body, Comparison comparison) =>
        comparison.Prompt == body.Prompt && comparison.DocumentId == (body.Document ?? "") && comparison.Blind == body.Blind
        && comparison.Models.Order(StringComparer.Ordinal).SequenceEqual(body.Models.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static async Task<Results<Ok<EstimateAnswer>, Problem>> Estimate(
        CompareBody body, HttpContext context, ComparePlanner planner, CancellationToken cancellationToken)
    {
        var (plan, problem) = await planner.PlanAsync(
            body.Prompt, body.Models, body.Document, VoterSession.Read(context.Request), cancellationToken);
        return plan is null ? problem! : TypedResults.Ok(EstimateAnswer.Of(plan));
    }

    private static async Task<Results<Ok<ComparisonAnswer>, Problem>> Get(
        string comparisonId, HttpRequest request, CompareDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(comparisonId, VoterSession.Read(request), cancellationToken) is { } comparison
            ? TypedResults.Ok(comparison.ToAnswer())
            : CompareProblems.NotFound;
}
