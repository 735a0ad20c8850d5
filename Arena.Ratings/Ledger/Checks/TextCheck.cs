using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Checks;

/// <summary>Compares texts with their sealed hashes, in the database: a text may be absent only where an erasure says so.</summary>
internal static class TextCheck
{
    private const string Hash = "sha256(t.salt || convert_to(t.content, 'UTF8') || coalesce('\\x00'::bytea || convert_to(t.turns, 'UTF8'), ''::bytea))";

    private static readonly (string What, string Wrong)[] Checks =
    [
        ("the prompt of battle", Query("b.id", "b.prompt_hash", "battles b LEFT JOIN prompt_texts t ON t.battle_id = b.id", "t.battle_id", "b.id")),
        ("an answer of battle", Query("a.battle_id", "a.text_hash", "answers a LEFT JOIN answer_texts t ON t.battle_id = a.battle_id AND t.side = a.side", "t.battle_id", "a.battle_id")),
        ("the prompt of comparison", Query("c.id", "c.prompt_hash", $"comparisons c LEFT JOIN comparison_texts t ON t.comparison_id = c.id AND t.position = {ComparisonText.Prompt}", "t.comparison_id", "c.id")),
        ("an answer of comparison", Query("a.comparison_id", "a.text_hash", "comparison_answers a LEFT JOIN comparison_texts t ON t.comparison_id = a.comparison_id AND t.position = a.position", "t.comparison_id", "a.comparison_id")),
        ("a comment on battle", Query("f.battle_id", "f.comment_hash", "feedback f LEFT JOIN feedback_texts t ON t.feedback_id = f.id", "t.feedback_id", "f.battle_id")),
    ];

    public static async Task RunAsync(LedgerContext ledger, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var (what, wrong) in Checks)
        {
            var found = await ledger.Database.SqlQueryRaw<TextFault>(wrong).ToListAsync(cancellationToken);
            differences.AddRange(found.Select(fault => $"{what} {fault.Id}: {(fault.Missing ? "it is missing and was not erased" : "its text was changed")}"));
        }
    }

    private static string Query(string id, string sealedHash, string tables, string text, string subject) =>
        $"""
         SELECT {id} AS "Id", {text} IS NULL AS "Missing" FROM {tables}
         WHERE CASE WHEN {text} IS NULL
             THEN {sealedHash} IS NOT NULL AND NOT EXISTS (SELECT FROM erasures e WHERE e.subject_id = {subject})
             ELSE {sealedHash} IS DISTINCT FROM {Hash} END
         ORDER BY 1
         """;

    private sealed record TextFault(string Id, bool Missing);
}
