namespace Arena.Ratings.Engine;

/// <summary>How firm a place on a board is.</summary>
/// <param name="Place">1 + the number of stronger models.</param>
/// <param name="VotesToGain">The fewest invented wins that lift the model by a place; null for the first, or when a million do not.</param>
/// <param name="VotesToLose">The fewest invented losses that cost it a place; null for the last, or when a million do not.</param>
public sealed record RankRobustness(string Model, int Place, long? VotesToGain, long? VotesToLose);

/// <summary>
/// How many votes would change each rank. Invented votes go to the model's opponents in proportion to the battles that they have had, and the
/// board is fitted again, exactly. The fewer battles a model has, the cheaper it is to push.
/// Source: Min et al., "Improving Your Model Ranking on Chatbot Arena by Vote Rigging", arXiv 2501.17858; sail-sg/Rigging-ChatbotArena.
/// </summary>
public static class Robustness
{
    private const long MostVotes = 1_000_000;

    /// <summary>One entry per model of the fit, in its order.</summary>
    public static IReadOnlyList<RankRobustness> Of(PairwiseFit fit, CancellationToken cancellationToken = default)
    {
        var found = new RankRobustness[fit.Models.Count];
        Parallel.For(
            0,
            found.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new InventedVotes(fit),
            (model, _, votes) =>
            {
                var place = votes.Place(model, 0);
                found[model] = new(
                    fit.Models[model],
                    place,
                    place == 1 ? null : Fewest(count => votes.Place(model, count) < place),
                    place == found.Length ? null : Fewest(count => votes.Place(model, -count) > place));
                return votes;
            },
            _ => { });
        return found;
    }

    /// <summary>Doubling, then halving: what a number of votes does, more votes do as well.</summary>
    private static long? Fewest(Func<long, bool> changes)
    {
        var enough = 1L;
        while (!changes(enough))
        {
            enough *= 2;
            if (enough > MostVotes)
            {
                return null;
            }
        }

        var tooFew = enough / 2;
        while (enough - tooFew > 1)
        {
            var middle = (enough + tooFew) / 2;
            (tooFew, enough) = changes(middle) ? (tooFew, middle) : (middle, enough);
        }

        return enough;
    }
}
