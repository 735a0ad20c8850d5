using Arena.Contracts.Ratings;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger;

/// <summary>Takes over how known models are called and grouped now, without a battle of theirs.</summary>
internal sealed class ModelDescriptions(LedgerContext ledger, BoardSignal boards)
{
    /// <summary>How many models were called or grouped otherwise before. Unknown ones are left alone: their first battle registers them.</summary>
    public async Task<int> DescribeAsync(IEnumerable<ModelDescription> models, CancellationToken cancellationToken)
    {
        var known = await ledger.ModelRatings.AsNoTracking().ToDictionaryAsync(model => model.ModelId, StringComparer.Ordinal, cancellationToken);
        var changed = 0;

        // One statement each, and so one lock at a time: who votes meanwhile never waits for two of ours.
        foreach (var model in models.Where(model => known.TryGetValue(model.Id, out var before) && !IsCalled(before, model)))
        {
            changed += await ledger.Database.ExecuteSqlAsync(
                $"UPDATE model_ratings SET display_name = {model.DisplayName}, simulated = {model.Simulated}, family = {model.Family} WHERE model_id = {model.Id}", cancellationToken);
        }

        if (changed > 0)
        {
            boards.Wanted();
        }

        return changed;
    }

    private static bool IsCalled(ModelRating known, ModelDescription model) =>
        (known.DisplayName, known.Simulated, known.Family) == (model.DisplayName, model.Simulated, model.Family);
}
