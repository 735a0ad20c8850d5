using Arena.Contracts.Ratings;

namespace Arena.Ratings.Tests.Hosting;

internal static class VoteResults
{
    /// <summary>What was decided with the vote: where the models are on the leaderboard is told anew with each answer.</summary>
    public static VoteResult WithoutPlaces(this VoteResult result)
    {
        var decided = result.Clone();
        (decided.Left.Place, decided.Right.Place) = (null, null);
        return decided;
    }
}
