using Microsoft.AspNetCore.Http.Extensions;

namespace Arena.Web.Operations;

/// <summary>Which battles an analytics page looks at: a kind of query, and a period that ends now.</summary>
/// <param name="Category">Empty: all.</param>
/// <param name="Period">A name of <see cref="Periods"/>; empty: the service's own thirty days.</param>
public sealed record AnalyticsFilter(string Category, string Period)
{
    public static readonly IReadOnlyList<(string Name, TimeSpan Length, string Title)> Periods =
    [
        ("1h", TimeSpan.FromHours(1), "Last hour"), ("1d", TimeSpan.FromDays(1), "Last day"), ("7d", TimeSpan.FromDays(7), "Last 7 days"),
        ("90d", TimeSpan.FromDays(90), "Last 90 days"), ("1y", TimeSpan.FromDays(365), "Last year"),
    ];

    public static AnalyticsFilter Default { get; } = new("", "");

    public static AnalyticsFilter LastYear { get; } = new("", "1y");

    public static AnalyticsFilter Of(IQueryCollection query) => new(query["category"].ToString(), query["period"].ToString());

    /// <summary>The query for the ratings service.</summary>
    /// <param name="now">Where the period ends.</param>
    /// <param name="model">Only its figures; null: all models.</param>
    /// <param name="byModel">A row for each model, whatever the kind of query.</param>
    public string ForService(DateTimeOffset now, string? model = null, bool byModel = false)
    {
        var query = new QueryBuilder { { "size", "200" } };
        if (Category.Length > 0)
        {
            query.Add("category", Category);
        }

        if (model is not null)
        {
            query.Add("model", model);
        }

        if (byModel)
        {
            query.Add("by", "model");
        }

        if (Periods.FirstOrDefault(period => period.Name == Period).Length is { Ticks: > 0 } length)
        {
            query.Add("from", $"{(now - length).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        }

        return query.ToString();
    }
}
