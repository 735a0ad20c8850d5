using System.Diagnostics;
using Arena.Router.Classification;
using Arena.Router.Evaluation;
using Arena.RouterTrainer.Data;
using Arena.RouterTrainer.Training;

var data = args[0];
var bfcl = LabelledQueries.ReadFile(data).Select(row => new TrainingRow(
    row.Set, row.Set.StartsWith("BFCL", StringComparison.Ordinal) ? "bfcl" : "arena_hard", row.Label, row.Text, row.Tools)).ToArray();
var own = PromptFiles.ReadAll();
TrainingRow[] all = [.. bfcl, .. own];
Console.WriteLine($"{bfcl.Length} + {own.Count} rows");
var settings = new TreeSettings();
var clock = Stopwatch.StartNew();

void Show(string name, IReadOnlyList<TrainingRow> train, IReadOnlyList<TrainingRow> test)
{
    var classifier = new QueryClassifier(RouterFit.Fit(train, 1, settings));
    var scored = test.Select(row => (row.Set, row.Label, P: classifier.Assess(row.Text, row.Tools).ToolProbability)).ToArray();
    var line = string.Join("  ", scored.GroupBy(row => (row.Set, row.Label)).Select(group => $"{group.Key.Set}/{group.Key.Label} {group.Average(row => row.P >= 0.5 ? 1.0 : 0):F3}"));
    var recall = scored.Where(row => row.Label == QueryLabel.Tool).Select(row => row.P >= 0.5 ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    var fpr = scored.Where(row => row.Label != QueryLabel.Tool).Select(row => row.P >= 0.5 ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    var fprChat = scored.Where(row => row.Label == QueryLabel.Chat).Select(row => row.P >= 0.5 ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    var pos = scored.Where(row => row.Label == QueryLabel.Tool).Select(row => row.P).ToArray();
    var neg = scored.Where(row => row.Label != QueryLabel.Tool).Select(row => row.P).ToArray();
    var auc = pos.Length == 0 || neg.Length == 0 ? double.NaN : pos.Average(p => neg.Average(n => p > n ? 1 : p == n ? 0.5 : 0));
    Console.WriteLine($"[{clock.Elapsed.TotalSeconds,5:F0}s] {name}: recall {recall:F3} fpr {fpr:F3} (chat {fprChat:F3}) ba {(1 + recall - fpr) / 2:F3} auc {auc:F3}\n     {line}");
}

Show("own → public", own.ToArray(), bfcl);
Show("public → own", bfcl, own.Select((row, i) => row.Label == QueryLabel.Chat ? row with { Tools = [own.Where(r => r.Label != QueryLabel.Chat).ElementAt(i * 7 % 500).Tools[0]] } : row).ToArray());
if (args.Length > 1)
{
    foreach (var set in all.Select(row => row.Set).Distinct(StringComparer.Ordinal))
    {
        var held = all.Where(row => row.Set == set).ToArray();
        var texts = held.Select(row => row.Text).ToHashSet(StringComparer.Ordinal);
        Show("without " + set, all.Where(row => row.Set != set && !texts.Contains(row.Text)).ToArray(), held);
    }
}
