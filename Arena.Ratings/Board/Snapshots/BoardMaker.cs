using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>From counted votes to a board: fit, intervals, ranks, status.</summary>
internal static class BoardMaker
{
    /// <summary>The build that computes: a board can be computed again by the same one.</summary>
    public static readonly string CodeVersion =
        typeof(BoardMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The board of what is counted.</summary>
    /// <param name="mean">The mean rating of all models: where Elo starts, so that both can be read side by side.</param>
    public static BoardSnapshot Make(BoardState state, VoteStore store, double mean, DateTimeOffset now)
    {
        var scale = new RatingScale(mean);
        var (fit, style) = TryFit(state);
        var board = fit is null ? new([]) : Leaderboard.Of(fit, scale, SandwichIntervals.Of(fit, scale));
        var counts = OutcomesOf(state.Tally);
        var bothBad = BothBadRate.Of(state.Tally).ToDictionary(rate => rate.Model, StringComparer.Ordinal);
        return new()
        {
            Key = state.Key,
            Rows = [.. board.Rows.Select(row => ToRow(row, board, counts[row.Model], bothBad[row.Model], state, store))],
            Votes = state.Tally.Votes,
            Position = store.Position,
            DataHash = Convert.ToHexStringLower(store.Hash),
            Categories = [.. store.Categories.Names.Order(StringComparer.Ordinal)],
            Languages = [.. store.Languages.Names.Order(StringComparer.Ordinal)],
            ComputedAt = now,
            Fit = fit is null ? null : Summary(fit, style, state),
            Fitted = fit,
            Flagged = state.Flagged,
            ETag = ETagOf(state.Key, store),
        };
    }

    private static (PairwiseFit? Fit, StyleFit? Style) TryFit(BoardState state)
    {
        if (state.Tally.Votes == 0)
        {
            return default;
        }

        var options = new FitOptions
        {
            Outcomes = new(state.Key.Ties, state.Key.BothBad),
            Reweighted = state.Key.Weights is BoardWeights.Balanced,
        };
        try
        {
            if (state.Key.StyleControl)
            {
                var style = StyleControl.Fit(state.Styled, options);
                return (style.Fit, style);
            }

            return (state.Key.Method is BoardMethod.Davidson ? Davidson.Fit(state.Tally, options) : BradleyTerry.Fit(state.Tally, options), null);
        }
        catch (FitException)
        {
            return default; // nothing but ties that this board leaves out, for instance: an empty board, not an error
        }
    }

    private static SnapshotRow ToRow(LeaderboardRow row, Leaderboard board, OutcomeCounts counts, BothBadRate bothBad, BoardState state, VoteStore store) => new(
        1 + board.Rows.Count(other => other.Rating > row.Rating),
        row.Model,
        NameOf(row.Model, state.Key, store),
        row.Rating,
        state.Key.By is BoardSubject.Model ? store.Elo[store.Models.Of(row.Model)] : null,
        row.Interval,
        row.Ranks?.Best,
        row.Ranks?.Worst,
        row.Status,
        double.IsNaN(row.MeanWinProbability) ? null : row.MeanWinProbability,
        counts,
        new(bothBad.Share, bothBad.Interval.Lower, bothBad.Interval.Upper));

    /// <summary>A family is simulated when all of it is.</summary>
    private static ModelName NameOf(string subject, BoardKey key, VoteStore store)
    {
        if (key.By is BoardSubject.Family && store.ModelNames.Values.Where(name => name.Family == subject).ToList() is { Count: > 0 } family)
        {
            return new(subject, family.TrueForAll(member => member.Simulated), subject);
        }

        return store.ModelNames.GetValueOrDefault(subject) ?? new(subject, Simulated: false, Family: "");
    }

    private static Dictionary<string, OutcomeCounts> OutcomesOf(Tally tally)
    {
        var counts = tally.Models.ToDictionary(model => model, _ => OutcomeCounts.None, StringComparer.Ordinal);
        foreach (var pair in tally.Pairs)
        {
            Add(tally.Models[pair.Left], pair.Count(Preference.Left), pair.Count(Preference.Right));
            Add(tally.Models[pair.Right], pair.Count(Preference.Right), pair.Count(Preference.Left));

            void Add(string model, long wins, long losses) =>
                counts[model] = counts[model].Add(wins, losses, pair.Count(Preference.Tie), pair.Count(Preference.BothBad));
        }

        return counts;
    }

    private static FitSummary Summary(PairwiseFit fit, StyleFit? style, BoardState state)
    {
        var seat = SeatOf(state.Tally);
        return new(
            fit.GradientNorm,
            fit.Iterations,
            fit.Ridge,
            fit.Connectivity.Problem,
            fit.TieParameter,
            seat is null ? null : new(seat.Logit, seat.StandardError),
            seat?.LeftChance,
            state.Propensities.Capped,
            style?.Coefficients);
    }

    private static PositionBias? SeatOf(Tally tally)
    {
        try
        {
            return BradleyTerry.Fit(tally, new() { Outcomes = OutcomePolicy.DecisiveOnly, PositionBias = true }).PositionBias;
        }
        catch (FitException)
        {
            return null; // no decisive vote yet
        }
    }

    private static string ETagOf(BoardKey key, VoteStore store)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{BoardSnapshot.MethodVersion}|{CodeVersion}|{store.Position}|{store.NamesHash}|{Convert.ToHexStringLower(store.Hash)}|{key}");
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}\"";
    }
}
