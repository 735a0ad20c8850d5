using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.ServiceDefaults.Problems;

/// <summary>Every error is an RFC 9457 problem: a stable type, a trace id, and no text of an exception.</summary>
internal static class ProblemDetailsComposition
{
    public static void AddArenaProblemDetails(this IServiceCollection services) =>
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith(ProblemTypes.Prefix, StringComparison.Ordinal) != true)
        {
            problem.Type = TypeOf(problem);
        }

        // The framework's own is spelt by the JSON naming policy of the service, and names the span as well.
        problem.Extensions.Remove("trace_id");
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
    }

    private static string TypeOf(ProblemDetails problem) => problem.Status switch
    {
        StatusCodes.Status404NotFound => ProblemTypes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemTypes.MethodNotAllowed,
        >= 400 and < 500 => ProblemTypes.InvalidRequest,
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout =>
            ProblemTypes.ServiceUnavailable,
        _ => ProblemTypes.Internal,
    };
}
