using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger;

/// <summary>Gives a new model its first rating, and a renamed or regrouped one its name and family. Locks no row that is as it should be.</summary>
internal static class ModelRegistry
{
    /// <summary>Registers models in the order of ids, as votes lock them: two writers never wait for each other.</summary>
    /// <param name="start">The rating of a model before its first vote.</param>
    public static async Task RegisterAsync(
        LedgerContext ledger, IEnumerable<RecordedAnswer> answers, double start, CancellationToken cancellationToken)
    {
        foreach (var answer in answers.OrderBy(answer => answer.ModelId, StringComparer.Ordinal))
        {
            await AddAsync(ledger, answer, start, cancellationToken);
            await ledger.Database.ExecuteSqlAsync(
                $"""
                 UPDATE model_ratings SET display_name = {answer.DisplayName}, simulated = {answer.Simulated}, family = {answer.Family}
                 WHERE model_id = {answer.ModelId}
                     AND (display_name, simulated, family) IS DISTINCT FROM ({answer.DisplayName}, {answer.Simulated}, {answer.Family})
                 """,
                cancellationToken);
        }
    }

    /// <summary>The same, but a model that is known keeps its name: an imported file knows ids only.</summary>
    public static async Task RegisterNewAsync(
        LedgerContext ledger, IEnumerable<RecordedAnswer> answers, double start, CancellationToken cancellationToken)
    {
        foreach (var answer in answers.OrderBy(answer => answer.ModelId, StringComparer.Ordinal))
        {
            await AddAsync(ledger, answer, start, cancellationToken);
        }
    }

    private static Task<int> AddAsync(LedgerContext ledger, RecordedAnswer answer, double start, CancellationToken cancellationToken) =>
        ledger.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO model_ratings (model_id, display_name, simulated, family, start, rating, battles, wins, losses, ties, both_bad)
             VALUES ({answer.ModelId}, {answer.DisplayName}, {answer.Simulated}, {answer.Family}, {start}, {start}, 0, 0, 0, 0, 0)
             ON CONFLICT DO NOTHING
             """,
            cancellationToken);
}
