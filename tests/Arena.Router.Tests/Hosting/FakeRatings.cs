using System.Collections.Concurrent;
using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>A ledger whose votes a test sets; null means that it does not answer.</summary>
internal sealed class FakeRatings
{
    public FakeRatings() => Invoker = new UnaryFake(
        ("/arena.ratings.v1.Ratings/GetPairVotes", _ => Votes is { } votes ? new GetPairVotesResponse { Pairs = { votes } } : null),
        ("/arena.ratings.v1.Ratings/DescribeModels", Describe));

    public CallInvoker Invoker { get; }

    public IReadOnlyList<PairVotes>? Votes { get; set; } = [];

    /// <summary>Each time it was told: ids and families.</summary>
    public ConcurrentQueue<string> Told { get; } = [];

    private DescribeModelsResponse? Describe(object request)
    {
        if (Votes is null)
        {
            return null;
        }

        Told.Enqueue(string.Join(' ', ((DescribeModelsRequest)request).Models.Select(model => $"{model.Id}:{model.Family}")));
        return new();
    }
}
