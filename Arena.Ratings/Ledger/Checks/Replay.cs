using Arena.Ratings.Engine;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Checks;

/// <summary>
/// Replays every vote in order and compares the steps, the ratings and the counts with what the ledger holds, bit for bit.
/// <see cref="Math.Pow"/> calls the platform's C library: equality to the last bit holds on one platform.
/// </summary>
internal static class Replay
{
    /// <summary>Replays what the transaction of <paramref name="ledger"/> sees, and adds what differs to <paramref name="differences"/>.</summary>
    public static async Task<ReplayResult> RunAsync(LedgerContext ledger, List<string> differences, CancellationToken cancellationToken)
    {
        var stored = await ledger.ModelRatings.AsNoTracking().OrderBy(model => model.ModelId).ToListAsync(cancellationToken);
        var replayed = stored.ToDictionary(model => model.ModelId, Fresh, StringComparer.Ordinal);
        var votes = 0L;
        var history =
            from vote in ledger.Votes
            join battle in ledger.Battles on vote.BattleId equals battle.Id
            join left in ledger.RatingSteps on new { VoteId = vote.Id, ModelId = battle.LeftModelId } equals new { left.VoteId, left.ModelId }
            join right in ledger.RatingSteps on new { VoteId = vote.Id, ModelId = battle.RightModelId } equals new { right.VoteId, right.ModelId }
            orderby vote.Sequence
            select new Step(vote.BattleId, vote.Preference, left, right);

        await foreach (var step in history.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            votes++;
            Apply(step, replayed[step.Left.ModelId], replayed[step.Right.ModelId], differences);
        }

        var kept = await ledger.Votes.LongCountAsync(cancellationToken);
        if (kept != votes)
        {
            differences.Add($"{kept} votes are in the ledger, {votes} of them have a battle and both steps");
        }

        differences.AddRange(stored.Where(model => !Same(model, replayed[model.ModelId])).Select(model => Describe(model, replayed[model.ModelId])));
        return new(votes, [.. replayed.Values.OrderBy(model => model.ModelId, StringComparer.Ordinal)]);
    }

    private static void Apply(Step step, ModelRating left, ModelRating right, List<string> differences)
    {
        var update = Elo.Rate(left.Rating, right.Rating, step.Preference.LeftScore(), step.Left.K);
        var same = Same(step.Left.Before, left.Rating) && Same(step.Right.Before, right.Rating)
            && Same(step.Left.After, update.Left) && Same(step.Right.After, update.Right);
        if (!same)
        {
            differences.Add($"battle {step.BattleId}: stored {step.Left.After:R} : {step.Right.After:R}, replayed {update.Left:R} : {update.Right:R}");
        }

        left.Apply(step.Preference, Side.Left, new() { ModelId = left.ModelId, Before = left.Rating, After = update.Left, K = step.Left.K });
        right.Apply(step.Preference, Side.Right, new() { ModelId = right.ModelId, Before = right.Rating, After = update.Right, K = step.Left.K });
    }

    private static ModelRating Fresh(ModelRating model) => new()
    {
        ModelId = model.ModelId,
        DisplayName = model.DisplayName,
        Simulated = model.Simulated,
        Start = model.Start,
        Rating = model.Start,
    };

    private static bool Same(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    private static bool Same(ModelRating a, ModelRating b) => Same(a.Rating, b.Rating) && Counts(a) == Counts(b);

    private static (long Battles, long Wins, long Losses, long Ties, long BothBad) Counts(ModelRating model) =>
        (model.Battles, model.Wins, model.Losses, model.Ties, model.BothBad);

    private static string Describe(ModelRating stored, ModelRating replayed) =>
        $"model {stored.ModelId}: stored {stored.Rating:R} {Counts(stored)}, replayed {replayed.Rating:R} {Counts(replayed)}";

    private sealed record Step(string BattleId, Preference Preference, RatingStep Left, RatingStep Right);
}

/// <summary>What a replay came to.</summary>
/// <param name="Models">Ratings and counts as replayed, in the order of ids.</param>
internal sealed record ReplayResult(long Votes, IReadOnlyList<ModelRating> Models);
