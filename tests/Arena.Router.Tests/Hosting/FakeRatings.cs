using Arena.Contracts.Ratings;
using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>A ledger whose votes a test sets; null means that it does not answer.</summary>
internal sealed class FakeRatings
{
    public FakeRatings() => Invoker = new UnaryFake(
        "/arena.ratings.v1.Ratings/GetPairVotes", () => Votes is { } votes ? new GetPairVotesResponse { Pairs = { votes } } : null);

    public CallInvoker Invoker { get; }

    public IReadOnlyList<PairVotes>? Votes { get; set; } = [];
}
