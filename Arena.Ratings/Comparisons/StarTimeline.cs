using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Comparisons;

/// <summary>What stars models were given over time.</summary>
internal sealed class StarTimeline(LedgerContext ledger)
{
    public const int MostPoints = 10_000;

    /// <summary>The first rule that the request breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(GetStarPointsRequest request) =>
        request.Limit is < 1 or > MostPoints ? $"limit is {request.Limit}: 1 … {MostPoints} are expected" : null;

    /// <summary>The latest points of the period, oldest first.</summary>
    public async Task<GetStarPointsResponse> ReadAsync(GetStarPointsRequest request, CancellationToken cancellationToken)
    {
        var points = Points(request);
        var latest = await points.OrderByDescending(point => point.Sequence).Take(request.Limit).ToListAsync(cancellationToken);
        return new()
        {
            Total = await points.LongCountAsync(cancellationToken),
            Points =
            {
                latest.OrderBy(point => point.GivenAt).ThenBy(point => point.Sequence).Select(point => new StarPoint
                {
                    ModelId = point.ModelId,
                    DisplayName = point.DisplayName,
                    Simulated = point.Simulated,
                    Stars = point.Stars,
                    GivenAt = Timestamp.FromDateTimeOffset(point.GivenAt),
                }),
            },
        };
    }

    private IQueryable<Point> Points(GetStarPointsRequest request)
    {
        var models = request.Models.ToArray();
        var points =
            from stars in ledger.Stars
            join answer in ledger.ComparisonAnswers
                on new { stars.ComparisonId, stars.Position } equals new { answer.ComparisonId, answer.Position }
            where models.Length == 0 || models.Contains(answer.ModelId)
            // The last word of a voter on an answer; without a session each word is somebody's last.
            where stars.SessionHash == null || !ledger.Stars.Any(later =>
                later.ComparisonId == stars.ComparisonId && later.Position == stars.Position && later.SessionHash == stars.SessionHash
                && later.Sequence > stars.Sequence)
            // A point that appears with one's own stars would tell which model got them.
            where !ledger.ComparisonRequests.Any(asked => asked.Id == stars.ComparisonId && asked.Blind)
                || ledger.Picks.Any(pick => pick.ComparisonId == stars.ComparisonId)
                || !ledger.ComparisonAnswers.Any(other => other.ComparisonId == stars.ComparisonId
                    && !ledger.Stars.Any(given => given.ComparisonId == other.ComparisonId && given.Position == other.Position))
            select new Point
            {
                GivenAt = stars.GivenAt,
                Sequence = stars.Sequence,
                Stars = stars.Stars,
                ModelId = answer.ModelId,
                DisplayName = answer.DisplayName,
                Simulated = answer.Simulated,
            };
        if (request.From is { } from)
        {
            var moment = from.ToDateTimeOffset();
            points = points.Where(point => point.GivenAt >= moment);
        }

        if (request.To is { } to)
        {
            var moment = to.ToDateTimeOffset();
            points = points.Where(point => point.GivenAt < moment);
        }

        return points;
    }

    private sealed class Point
    {
        public DateTimeOffset GivenAt { get; init; }

        public long Sequence { get; init; }

        public int Stars { get; init; }

        public required string ModelId { get; init; }

        public required string DisplayName { get; init; }

        public bool Simulated { get; init; }
    }
}
