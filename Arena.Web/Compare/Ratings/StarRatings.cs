using System.Globalization;
using Arena.Contracts.Ratings;
using Google.Protobuf.WellKnownTypes;

namespace Arena.Web.Compare.Ratings;

/// <summary>What of the ratings is wanted.</summary>
/// <param name="Models">Ids; empty: all.</param>
/// <param name="From">From this moment on; null: from the first.</param>
/// <param name="To">Before this moment; null: up to now.</param>
internal sealed record StarPeriod(IReadOnlyList<string> Models, DateTimeOffset? From, DateTimeOffset? To)
{
    private const int MostModels = 50;

    /// <summary>Dates or moments of ISO 8601; null when they are none, or in the wrong order.</summary>
    public static StarPeriod? Parse(IReadOnlyList<string?>? models, string? from, string? to)
    {
        if (!TryParse(from, out var start) || !TryParse(to, out var end) || start >= end || models is { Count: > MostModels })
        {
            return null;
        }

        return new([.. (models ?? []).OfType<string>().Where(model => model.Length > 0)], start, end);
    }

    private static bool TryParse(string? text, out DateTimeOffset? moment)
    {
        moment = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var parsed = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value);
        moment = value;
        return parsed;
    }
}

/// <summary>Stars over time, from the ledger.</summary>
internal sealed class StarRatings(Comparisons.ComparisonsClient comparisons)
{
    /// <summary>As many points as a chart shows well.</summary>
    public const int MostPoints = 2000;

    public async Task<(IReadOnlyList<StarSeries> Series, long Total)> ReadAsync(StarPeriod period, CancellationToken cancellationToken)
    {
        var request = new GetStarPointsRequest { Models = { period.Models }, Limit = MostPoints };
        if (period.From is { } from)
        {
            request.From = Timestamp.FromDateTimeOffset(from);
        }

        if (period.To is { } to)
        {
            request.To = Timestamp.FromDateTimeOffset(to);
        }

        var points = await comparisons.GetStarPointsAsync(request, cancellationToken: cancellationToken);
        return (StarSeries.Of(points), points.Total);
    }
}
