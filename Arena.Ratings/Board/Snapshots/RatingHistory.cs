using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>Ratings over time: at each moment, what the votes until then said.</summary>
internal sealed record RatingHistory(string Method, long Position, IReadOnlyList<HistoryPoint> Points)
{
    public const int DefaultPoints = 50;
    public const int MostPoints = 200;

    /// <summary>Bradley–Terry (or Davidson) of all votes of a board until each moment. Models that cannot be compared yet are left out.</summary>
    public static RatingHistory Fitted(BoardKey key, VoteStore store, int points, double mean)
    {
        var state = new Tally();
        var scale = new RatingScale(mean);
        var counted = Counted(key, store);
        var history = new List<HistoryPoint>();
        foreach (var (from, until) in Parts(counted.Count, points))
        {
            foreach (var vote in counted.GetRange(from, until - from))
            {
                var (left, right) = (store.NameOf(vote.Left, key.By), store.NameOf(vote.Right, key.By));
                if (left != right)
                {
                    state.Add(left, right, vote.Preference);
                }
            }

            history.Add(new(counted[until - 1].At, until, Ratings(state, key, scale)));
        }

        return new(key.Method is BoardMethod.Davidson ? "davidson" : "bradley-terry", store.Position, history);
    }

    /// <summary>Elo as it was played.</summary>
    public static RatingHistory Played(VoteStore store, int points)
    {
        var counted = Counted(BoardKey.Default with { Quality = VoteQuality.Blind }, store);
        var elo = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var history = new List<HistoryPoint>();
        foreach (var (from, until) in Parts(counted.Count, points))
        {
            foreach (var vote in counted.GetRange(from, until - from))
            {
                (elo[store.Models.Names[vote.Left]], elo[store.Models.Names[vote.Right]]) = (vote.LeftElo, vote.RightElo);
            }

            history.Add(new(counted[until - 1].At, until, new Dictionary<string, double>(elo, StringComparer.Ordinal)));
        }

        return new("elo", store.Position, history);
    }

    private static List<SealedVote> Counted(BoardKey key, VoteStore store) =>
        [.. store.Votes.Where((vote, i) => key.Counts(vote, store.Flags[i], store))];

    /// <summary>At most so many parts of about the same number of votes.</summary>
    private static IEnumerable<(int From, int Until)> Parts(int votes, int points)
    {
        var parts = Math.Min(points, votes);
        return Enumerable.Range(0, parts).Select(part => ((int)((long)votes * part / parts), (int)((long)votes * (part + 1) / parts)));
    }

    private static Dictionary<string, double> Ratings(Tally tally, BoardKey key, RatingScale scale)
    {
        var options = new FitOptions { Outcomes = new(key.Ties, key.BothBad), Reweighted = key.Weights is BoardWeights.Balanced };
        try
        {
            var fit = key.Method is BoardMethod.Davidson ? Davidson.Fit(tally, options) : BradleyTerry.Fit(tally, options);
            return fit.Models.Index().ToDictionary(model => model.Item, model => scale.Rating(fit.Strengths[model.Index]), StringComparer.Ordinal);
        }
        catch (FitException)
        {
            return []; // nothing to compare yet
        }
    }
}

/// <summary>Ratings after a number of votes.</summary>
internal sealed record HistoryPoint(DateTimeOffset At, int Votes, IReadOnlyDictionary<string, double> Ratings);
