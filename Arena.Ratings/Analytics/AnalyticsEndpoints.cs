using Arena.Ratings.Board;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Ratings.Analytics;

internal static class AnalyticsEndpoints
{
    public static IEndpointRouteBuilder MapAnalytics(this IEndpointRouteBuilder routes)
    {
        var analytics = routes.MapGroup("/api/analytics").WithTags("Analytics");
        analytics.MapGet("/routing", (int? page, int? size, [AsParameters] AnalyticsQuery query, AnalyticsReader reader, LedgerReadiness readiness, TimeProvider time, CancellationToken cancellationToken) =>
            PageAsync(query, page, size, readiness, time, scope => reader.RoutingAsync(scope, cancellationToken)))
            .WithName("GetRouting").WithSummary("Where queries went.");
        analytics.MapGet("/models", (int? page, int? size, [AsParameters] AnalyticsQuery query, AnalyticsReader reader, LedgerReadiness readiness, TimeProvider time, CancellationToken cancellationToken) =>
            PageAsync(query, page, size, readiness, time, scope => reader.ModelsAsync(scope, cancellationToken)))
            .WithName("GetModelFigures").WithSummary("Completion, win rate, latency, time to first token and cost by model and kind of query.");
        analytics.MapGet("/engagement", (int? page, int? size, [AsParameters] AnalyticsQuery query, AnalyticsReader reader, LedgerReadiness readiness, TimeProvider time, CancellationToken cancellationToken) =>
            PageAsync(query, page, size, readiness, time, scope => reader.EngagementAsync(scope, cancellationToken)))
            .WithName("GetEngagement").WithSummary("Votes per battle and time to vote, by day and kind of query.");
        analytics.MapGet("/deployments", (int? page, int? size, [AsParameters] AnalyticsQuery query, AnalyticsReader reader, LedgerReadiness readiness, TimeProvider time, CancellationToken cancellationToken) =>
            PageAsync(query, page, size, readiness, time, scope => reader.DeploymentsAsync(scope, cancellationToken)))
            .WithName("GetDeployments").WithSummary("Which deployment and revision answered for each model, and on which days.");
        analytics.MapGet("/stars", (int? page, int? size, [AsParameters] AnalyticsQuery query, AnalyticsReader reader, LedgerReadiness readiness, TimeProvider time, CancellationToken cancellationToken) =>
            PageAsync(query, page, size, readiness, time, scope => reader.StarsAsync(scope, cancellationToken)))
            .WithName("GetStars").WithSummary("Stars of each model from comparisons; the last of a session counts.");
        return routes;
    }

    private static async Task<IResult> PageAsync<T>(
        AnalyticsQuery query, int? page, int? size, LedgerReadiness readiness, TimeProvider time, Func<AnalyticsScope, Task<List<T>>> read)
    {
        var (number, count) = (page ?? 1, size ?? EloBoard.MaxSize);
        if (EloBoard.BrokenPaging(number, count) is { } rule)
        {
            return Invalid(rule);
        }

        var (scope, broken) = query.Parse(time.GetUtcNow());
        if (scope is null)
        {
            return Invalid(broken!);
        }

        readiness.ThrowIfNotReady();
        var rows = await read(scope);
        return TypedResults.Ok(new AnalyticsPage<T>([.. rows.Skip((number - 1) * count).Take(count)], rows.Count, number, count, scope.From, scope.To));
    }

    private static ProblemHttpResult Invalid(string detail) => TypedResults.Problem(
        title: "No such figures", detail: detail, statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest);

    private sealed record AnalyticsPage<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size, DateTimeOffset From, DateTimeOffset To);
}
