using Arena.Contracts.Ratings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>One comparison that was kept, and a few stars.</summary>
internal sealed class FakeComparisons : Comparisons.ComparisonsBase
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override Task<Comparison> GetComparison(GetComparisonRequest request, ServerCallContext context) =>
        throw new RpcException(new(StatusCode.NotFound, "Not in the ledger."));

    public override Task<SearchComparisonsResponse> SearchComparisons(SearchComparisonsRequest request, ServerCallContext context) =>
        Task.FromResult(new SearchComparisonsResponse
        {
            Total = 1,
            Comparisons =
            {
                new Comparison { ComparisonId = "kept", Prompt = "What was asked?", Models = { "one", "two" }, Revealed = true, CreatedAt = Timestamp.FromDateTimeOffset(Start) },
            },
        });

    public override Task<GetStarPointsResponse> GetStarPoints(GetStarPointsRequest request, ServerCallContext context) =>
        Task.FromResult(new GetStarPointsResponse
        {
            Total = 4,
            Points =
            {
                Enumerable.Range(0, 4).Select(i => new StarPoint
                {
                    ModelId = $"model-{i % 2}", DisplayName = $"Model {i % 2}", Stars = 1 + i, GivenAt = Timestamp.FromDateTimeOffset(Start.AddDays(i)),
                }),
            },
        });
}
