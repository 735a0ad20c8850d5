using Arena.Web.Battles.Api;
using Arena.Web.Compare.Ratings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Web.Compare.Api;

/// <summary>Stars over time. No text and no voter is in it: everybody may see it.</summary>
internal static class RatingEndpoints
{
    public static IEndpointRouteBuilder MapStarRatings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ratings", Get).WithName("GetStarRatings").WithSummary("Stars of models over time: points and a smoothed line.");
        return routes;
    }

    private static async Task<Results<Ok<StarRatingsAnswer>, Problem>> Get(
        string[]? model, string? from, string? to, StarRatings ratings, CancellationToken cancellationToken)
    {
        if (StarPeriod.Parse(model, from, to) is not { } period)
        {
            return Problems.InvalidRequest("from and to must be moments of ISO 8601, from before to.");
        }

        var (series, total) = await ratings.ReadAsync(period, cancellationToken);
        return TypedResults.Ok(new StarRatingsAnswer(series, total));
    }
}

/// <summary>Stars over time, model by model.</summary>
/// <param name="Total">Ratings in the period, also those that are too many to list.</param>
internal sealed record StarRatingsAnswer(IReadOnlyList<StarSeries> Series, long Total);
