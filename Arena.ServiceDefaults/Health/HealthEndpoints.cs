using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.ServiceDefaults.Health;

/// <summary>The two probes that every service answers.</summary>
internal static class HealthEndpoints
{
    private const string LiveTag = "live";

    public static void AddArenaHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);

    public static void MapArenaHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks(ProbePaths.Health, new HealthCheckOptions { ResponseWriter = WriteReport }).DisableHttpMetrics();
        routes.MapHealthChecks(ProbePaths.Alive, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics();
    }

    /// <summary>Names the checks and their state, so that a person who looks sees which one fails; no exception text.</summary>
    private static Task WriteReport(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
            },
            context.RequestAborted);
}
