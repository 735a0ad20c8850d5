using Arena.Router.Classification.Text;
using Arena.Router.Evaluation;

namespace Arena.RouterTrainer.Data;

/// <summary>All that is learned from: a file of labelled queries, and our own prompts.</summary>
internal static class TrainingData
{
    public static IReadOnlyList<TrainingRow> Read(string path) =>
    [
        .. LabelledQueries.ReadFile(path).Select(row => new TrainingRow(row.Set, SourceOf(row.Set), row.Label, row.Text, row.Tools)),
        .. PromptFiles.ReadAll(),
    ];

    /// <summary>A name that changes with the rows.</summary>
    public static string NameOf(IReadOnlyList<TrainingRow> rows)
    {
        var hash = rows.Aggregate(Fnv.Start, (hash, row) => Fnv.Mix(Fnv.Add(Fnv.Add(hash, Fnv.Hash(row.Text)), (uint)row.Label)));
        return $"router-{rows.Count}-{hash:x8}";
    }

    // BFCL_v4_simple_python and BFCL_v4_multiple share functions and style.
    private static string SourceOf(string set) => set.Split('_')[0];
}
