using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.RouterTrainer;
using Arena.RouterTrainer.Data;

// Rounds go through all contenders in turn, so that what else the machine does hits each of them; the median round of each is shown.
const int Rounds = 60;
const int PerRound = 5;

var classifier = new QueryClassifier(RouterModelFile.LoadDefault());
var queries = PromptFiles.ReadAll();
var pool = queries.SelectMany(query => query.Tools).Distinct().ToArray();
Tool[] One(int i) => [pool[i % pool.Length]];
Tool[] Ten(int i) => [.. Enumerable.Range(0, 10).Select(k => pool[((i * 7) + (k * 31)) % pool.Length])];
Tool[][] one = [.. queries.Select((_, i) => One(i))];
Tool[][] ten = [.. queries.Select((_, i) => Ten(i))];

(string Name, Action<int> Run)[] contenders =
[
    ("keyword regex (baseline)", i => KeywordRouter.IsForTools(queries[i].Text)),
    ("classifier, no tools", i => classifier.Assess(queries[i].Text, [])),
    ("classifier, 1 tool", i => classifier.Assess(queries[i].Text, one[i])),
    ("classifier, 10 tools", i => classifier.Assess(queries[i].Text, ten[i])),
];

var microseconds = contenders.Select(_ => new List<double>()).ToArray();
for (var round = 0; round < Rounds; round++)
{
    for (var contender = 0; contender < contenders.Length; contender++)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var pass = 0; pass < PerRound; pass++)
        {
            for (var i = 0; i < queries.Count; i++)
            {
                contenders[contender].Run(i);
            }
        }

        microseconds[contender].Add(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / (PerRound * queries.Count));
    }
}

var medians = microseconds.Select(all => all.Skip(Rounds / 3).Order().ElementAt(Rounds / 3)).ToArray(); // the first third warms up
Console.WriteLine($"{queries.Count} queries of {queries.Average(query => query.Text.Length):F0} characters, model {classifier.ModelName}");
for (var contender = 0; contender < contenders.Length; contender++)
{
    Console.WriteLine($"{contenders[contender].Name,-26} {medians[contender],8:F2} µs   {medians[contender] / medians[0],7:F1} ×");
}
