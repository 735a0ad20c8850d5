using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Model;
using Arena.Router.Classification.Text;
using Arena.RouterTrainer.Data;

namespace Arena.RouterTrainer.Training;

/// <summary>From rows to a model without calibration: words' weights, scores of texts, then trees on all of it.</summary>
internal static class RouterFit
{
    private const int Seed = 1;
    private const float BlindShare = 0.4f;

    private static readonly ParallelOptions Cores = new() { MaxDegreeOfParallelism = 2 };

    public static RouterModel Fit(IReadOnlyList<TrainingRow> rows)
    {
        var vocabulary = CountWords(rows);
        var held = HeldOutTextModels(rows);
        var augmented = new Augmentation(rows, vocabulary, new Random(Seed)).WithTools().ToArray();
        var values = new float[augmented.Length][];
        Parallel.For(0, augmented.Length, Cores, i => values[i] = Values(augmented[i], held[FoldOf(augmented[i])], vocabulary));
        bool[] labels = [.. augmented.Select(row => row.IsPositive)];
        var weights = Weights(augmented);
        var seeing = new TreeTrainer(new Random(Seed), []).Fit(values, labels, weights);
        var blind = new TreeTrainer(new Random(Seed), CatalogueFeatures.OfTextAlone).Fit(values, labels, weights);
        return new("", vocabulary, TextTrainer.Fit(rows, new Random(Seed)), seeing.Blend(blind, BlindShare), Calibration.None, Calibration.None);
    }

    /// <summary>What the trees are asked about a row.</summary>
    public static float[] Values(TrainingRow row, TextModel text, Vocabulary vocabulary)
    {
        Span<float> scores = stackalloc float[TextModel.Outputs];
        text.Score(TextTrainer.Buckets(row.Text), scores);
        var values = new float[CatalogueFeatures.Count];
        var tools = row.Tools.Select(tool => new ToolText(tool, vocabulary)).ToArray();
        CatalogueFeatures.Write(new QueryText(TextWindow.Of(row.Text), vocabulary), tools, scores, vocabulary.Concepts, values);
        return values;
    }

    // The trees see for each row what the text model says that has not seen its set: as it will be for queries of nobody's set.
    private static Dictionary<string, TextModel> HeldOutTextModels(IReadOnlyList<TrainingRow> rows) =>
        rows.Select(FoldOf).Distinct(StringComparer.Ordinal).AsParallel().WithDegreeOfParallelism(Cores.MaxDegreeOfParallelism)
            .Select(fold => (fold, Model: TextTrainer.Fit([.. rows.Where(row => FoldOf(row) != fold)], new Random(Seed))))
            .ToDictionary(pair => pair.fold, pair => pair.Model, StringComparer.Ordinal);

    // There are too few sets of chat to be without one.
    private static string FoldOf(TrainingRow row) =>
        row.Set.StartsWith("own_", StringComparison.Ordinal) && row.Set != "own_chat" ? row.Set : $"{row.Set}/{Fnv.Hash(row.Text) % 4}";

    // Every source and label counts the same, whatever its number of rows.
    private static float[] Weights(TrainingRow[] rows)
    {
        var totals = rows.GroupBy(row => (row.Source, row.IsPositive)).ToDictionary(group => group.Key, group => group.Sum(row => row.Weight));
        var sources = rows.Select(row => (row.Source, row.IsPositive)).Distinct().ToArray();
        var perLabel = sources.GroupBy(key => key.IsPositive).ToDictionary(group => group.Key, group => (float)group.Count());
        return [.. rows.Select(row => row.Weight * rows.Length / (2 * perLabel[row.IsPositive] * totals[(row.Source, row.IsPositive)]))];
    }

    private static Vocabulary CountWords(IReadOnlyList<TrainingRow> rows)
    {
        var none = new Vocabulary(new Dictionary<uint, float>(), 1, Concepts.Default);
        var documents = rows.Select(row => row.Text).Concat(rows.Where(row => row.Label != Router.Evaluation.QueryLabel.Chat).SelectMany(row => row.Tools)
            .DistinctBy(tool => (tool.Name, tool.Description)).Select(tool => $"{tool.Name} {tool.Description}")).Distinct(StringComparer.Ordinal).ToArray();
        var counts = new Dictionary<uint, int>();
        foreach (var document in documents)
        {
            foreach (var stem in none.Read(TextWindow.Of(document), int.MaxValue, new TrigramSet()).Select(word => word.Stem).Distinct())
            {
                counts[stem] = counts.GetValueOrDefault(stem) + 1;
            }
        }

        const double Rare = 2;
        return new(
            counts.Where(count => count.Value > Rare).ToDictionary(count => count.Key, count => (float)Math.Log(documents.Length / (double)count.Value)),
            (float)Math.Log(documents.Length / Rare),
            Concepts.Default);
    }
}
