using Arena.Contracts;
using Arena.Contracts.Ratings;
using Arena.Ratings.Comparisons;
using Grpc.Core;
using ComparisonsBase = Arena.Contracts.Ratings.Comparisons.ComparisonsBase;

namespace Arena.Ratings.Grpc;

/// <summary>Comparisons over gRPC, from the question to what was said of the answers.</summary>
internal sealed class ComparisonsService(
    ComparisonOpener opener, ComparisonReader reader, PickRecorder picks, StarTimeline timeline, LedgerBoundary boundary) : ComparisonsBase
{
    public override Task<Comparison> OpenComparison(OpenComparisonRequest request, ServerCallContext context)
    {
        ThrowIf(ComparisonOpener.Broken(request));
        return boundary.CallAsync(context, async cancellationToken =>
        {
            await opener.OpenAsync(request, cancellationToken);
            return await FindAsync(request.ComparisonId, request.Session, cancellationToken);
        });
    }

    public override Task<Comparison> GetComparison(GetComparisonRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, cancellationToken => FindAsync(request.ComparisonId, request.Session, cancellationToken));

    public override Task<PickBestResponse> PickBest(PickBestRequest request, ServerCallContext context)
    {
        ThrowIf(PickRecorder.Broken(request));
        return boundary.CallAsync(context, async cancellationToken => new PickBestResponse
        {
            Created = await picks.PickAsync(request, cancellationToken) ?? throw NotFound($"Comparison '{request.ComparisonId}' has no answer {request.Position}."),
        });
    }

    public override Task<SearchComparisonsResponse> SearchComparisons(SearchComparisonsRequest request, ServerCallContext context)
    {
        ThrowIf(ComparisonReader.Broken(request));
        return boundary.CallAsync(context, async cancellationToken =>
        {
            var (page, total) = await reader.SearchAsync(request, cancellationToken);
            return new SearchComparisonsResponse { Comparisons = { page.Select(ComparisonMapping.ToWire) }, Total = total };
        });
    }

    public override Task ExportComparisons(SearchComparisonsRequest request, IServerStreamWriter<Comparison> responseStream, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
        {
            await foreach (var comparison in reader.ExportAsync(request, cancellationToken))
            {
                await responseStream.WriteAsync(ComparisonMapping.ToWire(comparison), cancellationToken);
            }

            return true;
        });

    public override Task<GetStarPointsResponse> GetStarPoints(GetStarPointsRequest request, ServerCallContext context)
    {
        ThrowIf(StarTimeline.Broken(request));
        return boundary.CallAsync(context, cancellationToken => timeline.ReadAsync(request, cancellationToken));
    }

    private async Task<Comparison> FindAsync(string id, string session, CancellationToken cancellationToken) =>
        await reader.FindAsync(id, session, cancellationToken) is { } known
            ? ComparisonMapping.ToWire(known)
            : throw NotFound($"There is no comparison '{id}'.");

    private static void ThrowIf(string? rule)
    {
        if (rule is not null)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, rule));
        }
    }

    private static RpcException NotFound(string detail) => ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.ComparisonNotFound, detail);
}
