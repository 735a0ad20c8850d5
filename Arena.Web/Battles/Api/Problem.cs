using Microsoft.Net.Http.Headers;

namespace Arena.Web.Battles.Api;

/// <summary>An RFC 9457 problem as an answer.</summary>
/// <param name="Type">One of <see cref="ServiceDefaults.Problems.ProblemTypes"/>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What went wrong, the same for every occurrence.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="RetryAfter">In seconds; absent when trying again does not help.</param>
internal sealed record Problem(string Type, int Status, string Title, string Detail, int? RetryAfter = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfter is { } seconds)
        {
            httpContext.Response.Headers[HeaderNames.RetryAfter] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(Detail, statusCode: Status, title: Title, type: Type).ExecuteAsync(httpContext);
    }
}
