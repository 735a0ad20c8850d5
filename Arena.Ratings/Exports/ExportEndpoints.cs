using System.Globalization;
using Arena.Ratings.Board;
using Arena.Ratings.Campaigns;
using Arena.Ratings.Exports.Formats;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;

namespace Arena.Ratings.Exports;

/// <summary>Evidence as files. Prompts and answers of people: the admin key is required.</summary>
internal static class ExportEndpoints
{
    private const string NextCursor = "x-arena-next-cursor";

    public static IEndpointRouteBuilder MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/api/export").WithTags("Exports").RequireAdminKey();
        exports.MapGet("/", () => TypedResults.Ok(new FormatList([.. Exporter.Formats.Select(format => format.Name)])))
            .WithName("ListExportFormats").WithSummary("The formats.");
        exports.MapGet("/{format}", Export).WithName("Export").WithSummary("Evidence as lines of JSON.");
        exports.MapGet("/{format}/manifest", Manifest).WithName("GetExportManifest").WithSummary("Counts and hash of an export.");
        return routes;
    }

    private static Task<IResult> Export(
        string format, [AsParameters] ExportQuery query, Exporter exporter, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        WithScopeAsync(format, query, boards, readiness, http, (known, filter, scope) =>
        {
            http.Response.Headers[NextCursor] = scope.Until.ToString(CultureInfo.InvariantCulture);
            return Task.FromResult<IResult>(TypedResults.Stream(
                async stream =>
                {
                    await foreach (var line in exporter.LinesAsync(known, filter, scope, http.RequestAborted))
                    {
                        await stream.WriteAsync(line.Json, http.RequestAborted);
                        await stream.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
                    }
                },
                contentType: "application/x-ndjson",
                fileDownloadName: $"arena-{known.Name}.jsonl"));
        });

    private static Task<IResult> Manifest(
        string format, [AsParameters] ExportQuery query, Exporter exporter, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        WithScopeAsync(format, query, boards, readiness, http, async (known, filter, scope) =>
            TypedResults.Ok(await exporter.ManifestAsync(known, filter, scope, http.RequestAborted)));

    private static async Task<IResult> WithScopeAsync(
        string format, ExportQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http,
        Func<IExportFormat, ExportFilter, ExportScope, Task<IResult>> answer)
    {
        if (Exporter.Find(format) is not { } known)
        {
            return TypedResults.Problem(
                title: "No such format",
                detail: $"'{format}' is not a format. Known: {string.Join(", ", Exporter.Formats.Select(one => one.Name))}.",
                statusCode: StatusCodes.Status404NotFound,
                type: ProblemTypes.NotFound);
        }

        var (filter, broken) = query.Parse();
        broken ??= Exporter.Broken(known, filter!);
        if (filter is null || broken is not null)
        {
            return TypedResults.Problem(
                title: "No such export", detail: broken, statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest);
        }

        readiness.ThrowIfNotReady();
        if (filter.Campaign is { } campaign && await http.RequestServices.GetRequiredService<CampaignProgress>().FindAsync(campaign, http.RequestAborted) is null)
        {
            return TypedResults.Problem(
                title: "No such campaign", detail: $"There is no campaign '{campaign}'.", statusCode: StatusCodes.Status404NotFound, type: ProblemTypes.CampaignNotFound);
        }

        return await answer(known, filter, await boards.QueryAsync(store => ExportScope.Of(store, filter), http.RequestAborted));
    }

    private sealed record FormatList(IReadOnlyList<string> Formats);
}
