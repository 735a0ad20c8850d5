using System.Globalization;
using System.Text;
using System.Text.Json;
using Arena.Contracts.Ratings;
using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Api;

/// <summary>
/// Comparisons found again, rated or not. A person sees those of the own session; all of them, with everybody's last stars, only who has the
/// admin key.
/// </summary>
internal static class HistoryEndpoints
{
    public const int DefaultSize = 20;
    public const int LargestSize = 100;
    private const int LastPage = 1_000_000;
    private const int LongestQuery = 200;

    public static IEndpointRouteBuilder MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", SearchOwn).WithName("SearchComparisons").WithSummary("Your comparisons, newest first; query finds words of prompts and answers.");
        routes.MapGet("/export", ExportOwn).WithName("ExportComparisons").WithSummary("Your comparisons as NDJSON or CSV.");
        var all = routes.MapGroup("/all").RequireAdminKey();
        all.MapGet("/", SearchAll).WithName("SearchAllComparisons").WithSummary("Everybody's comparisons.");
        all.MapGet("/export", ExportAll).WithName("ExportAllComparisons").WithSummary("Everybody's comparisons as NDJSON or CSV.");
        return routes;
    }

    private static Task<Results<Ok<ComparisonPage>, Problem>> SearchOwn(
        [AsParameters] HistoryQuery query, HttpContext context, Comparisons.ComparisonsClient comparisons, CancellationToken cancellationToken) =>
        SearchAsync(query, VoterSession.ReadOrCreate(context), comparisons, cancellationToken);

    private static Task<Results<Ok<ComparisonPage>, Problem>> SearchAll(
        [AsParameters] HistoryQuery query, Comparisons.ComparisonsClient comparisons, CancellationToken cancellationToken) =>
        SearchAsync(query, session: "", comparisons, cancellationToken);

    private static async Task<Results<Ok<ComparisonPage>, Problem>> SearchAsync(
        HistoryQuery query, string session, Comparisons.ComparisonsClient comparisons, CancellationToken cancellationToken)
    {
        if (query.Broken is { } rule)
        {
            return Problems.InvalidRequest(rule);
        }

        var found = await comparisons.SearchComparisonsAsync(query.ToRequest(session), cancellationToken: cancellationToken);
        return TypedResults.Ok(new ComparisonPage(
            [.. found.Comparisons.Select(comparison => comparison.ToAnswer(withTexts: false))], query.Page ?? 1, query.Size ?? DefaultSize, found.Total));
    }

    private static Results<PushStreamHttpResult, Problem> ExportOwn(
        string? format, [AsParameters] HistoryQuery query, HttpContext context, Comparisons.ComparisonsClient comparisons, IOptions<JsonOptions> json) =>
        Export(format, query, VoterSession.ReadOrCreate(context), comparisons, json, context.RequestAborted);

    private static Results<PushStreamHttpResult, Problem> ExportAll(
        string? format, [AsParameters] HistoryQuery query, HttpContext context, Comparisons.ComparisonsClient comparisons, IOptions<JsonOptions> json) =>
        Export(format, query, session: "", comparisons, json, context.RequestAborted);

    private static Results<PushStreamHttpResult, Problem> Export(
        string? format, HistoryQuery query, string session, Comparisons.ComparisonsClient comparisons, IOptions<JsonOptions> json,
        CancellationToken cancellationToken)
    {
        if (query.Broken is { } rule)
        {
            return Problems.InvalidRequest(rule);
        }

        if (format is not (null or "" or "ndjson" or "csv"))
        {
            return Problems.InvalidRequest($"format is '{format}': ndjson or csv is expected.");
        }

        var isCsv = format is "csv";
        return TypedResults.Stream(
            async stream =>
            {
                if (isCsv)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(ComparisonCsv.Header), cancellationToken);
                }

                using var call = comparisons.ExportComparisons(query.ToRequest(session), cancellationToken: cancellationToken);
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    var comparison = call.ResponseStream.Current.ToAnswer();
                    var lines = isCsv ? Encoding.UTF8.GetBytes(ComparisonCsv.Lines(comparison)) : [.. JsonSerializer.SerializeToUtf8Bytes(comparison, json.Value.SerializerOptions), (byte)'\n'];
                    await stream.WriteAsync(lines, cancellationToken);
                }
            },
            contentType: isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson",
            fileDownloadName: isCsv ? "comparisons.csv" : "comparisons.ndjson");
    }

    /// <summary>What is looked for.</summary>
    /// <param name="Query">A part of the prompt or of an answer, in any case.</param>
    /// <param name="Page">From 1.</param>
    internal sealed record HistoryQuery(string? Query, int? Page, int? Size)
    {
        public string? Broken => (Page ?? 1) is < 1 or > LastPage || (Size ?? DefaultSize) is < 1 or > LargestSize || Query is { Length: > LongestQuery }
            ? string.Create(CultureInfo.InvariantCulture, $"page is 1 … {LastPage}, size 1 … {LargestSize}, query has at most {LongestQuery} characters.")
            : null;

        public SearchComparisonsRequest ToRequest(string session) =>
            new() { Session = session, Query = Query ?? "", Page = Page ?? 1, Size = Size ?? DefaultSize };
    }
}
