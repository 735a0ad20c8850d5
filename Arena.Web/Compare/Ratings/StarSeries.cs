using Arena.Contracts.Ratings;

namespace Arena.Web.Compare.Ratings;

/// <summary>The stars of one model over time.</summary>
/// <param name="Points">Oldest first.</param>
/// <param name="Curve">The smoothed line through them.</param>
public sealed record StarSeries(
    string ModelId, string DisplayName, bool Simulated, double Mean, IReadOnlyList<StarMark> Points, IReadOnlyList<StarMark> Curve)
{
    /// <summary>One for each model, by name.</summary>
    internal static IReadOnlyList<StarSeries> Of(GetStarPointsResponse response) =>
    [
        .. from point in response.Points
           group point by point.ModelId into model
           let points = model.Select(point => new StarMark(point.GivenAt.ToDateTimeOffset(), point.Stars)).ToList()
           let last = model.Last()
           orderby last.DisplayName, model.Key
           select new StarSeries(model.Key, last.DisplayName, last.Simulated, points.Average(point => point.Stars), points, StarCurve.Through(points)),
    ];
}

/// <summary>A point of a series or of its line.</summary>
public sealed record StarMark(DateTimeOffset At, double Stars);
