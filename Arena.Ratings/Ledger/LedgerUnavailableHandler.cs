using Arena.Ratings.Telemetry;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Ratings.Ledger;

/// <summary>Answers 503 over HTTP while the database is away.</summary>
internal sealed class LedgerUnavailableHandler(IProblemDetailsService problems, ILogger<LedgerUnavailableHandler> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!LedgerAvailability.IsUnavailable(exception))
        {
            return false;
        }

        logger.LedgerUnavailable(exception, httpContext.Request.Path);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails
            {
                Type = ProblemTypes.LedgerUnavailable,
                Title = "The ledger cannot be reached",
                Status = StatusCodes.Status503ServiceUnavailable,
            },
        });
    }
}
