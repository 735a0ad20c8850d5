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
    if (Environment.GetEnvironmentVariable("ERRORS") is not null)
    {
        foreach (var row in test)
        {
            var p = classifier.Assess(row.Text, row.Tools).ToolProbability;
            if ((p >= 0.5) != row.IsPositive)
            {
                Console.WriteLine($"{row.Set} {row.Label} {p:F2} | {(row.Text.Length > 150 ? row.Text[..150] : row.Text).Replace('\n', ' ')} || {string.Join("; ", row.Tools.Take(3).Select(t => t.Name + ": " + t.Description))}");
            }
        }
    }

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
TrainingRow[] ownTools = [.. own.Select((row, i) => row.Tools.Count == 0 ? row with { Tools = [own.Where(r => r.Tools.Count > 0).ElementAt(i * 7 % 500).Tools[0]] } : row)];
Show("public → own", bfcl, ownTools);
all = [.. bfcl, .. ownTools];
if (args.Length > 1)
{
    foreach (var set in all.Select(row => row.Set).Distinct(StringComparer.Ordinal))
    {
        var held = all.Where(row => row.Set == set).ToArray();
        var texts = held.Select(row => row.Text).ToHashSet(StringComparer.Ordinal);
        Show("without " + set, all.Where(row => row.Set != set && !texts.Contains(row.Text)).ToArray(), held);
    }
}
