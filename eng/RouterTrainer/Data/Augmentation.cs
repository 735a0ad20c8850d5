using System.Text;
using Arena.Router.Classification;
using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Text;
using Arena.Router.Evaluation;

namespace Arena.RouterTrainer.Data;

/// <summary>
/// Makes rows in which the easy cues of the sets say nothing: tools that were not asked for beside those that were, tools of others alone,
/// catalogues of every size, tools without description or parameters, texts without capitals and punctuation, chat with catalogues.
/// </summary>
internal sealed class Augmentation(IReadOnlyList<TrainingRow> rows, Vocabulary vocabulary, Random random)
{
    private const int Candidates = 20;
    private const float SameTool = 0.45f;

    private static readonly string[] Connectors = [" Also, ", " And then ", " After that: ", ". ", " and ", "; "];

    private readonly Tool[] _pool = [.. rows.Where(row => row.Source == PromptFiles.Source || row.Label != QueryLabel.Chat).SelectMany(row => row.Tools).DistinctBy(tool => (tool.Name, tool.Description))];
    private readonly TrainingRow[] _asked = [.. rows.Where(row => row.IsPositive)];
    private readonly Dictionary<Tool, ToolText> _texts = [];

    /// <summary>The rows with a catalogue that the trees learn from.</summary>
    public IEnumerable<TrainingRow> WithTools()
    {
        foreach (var row in rows)
        {
            foreach (var made in row.Label switch
            {
                QueryLabel.Tool => OfTool(row),
                QueryLabel.IrrelevantTools => OfIrrelevant(row),
                _ => OfChat(row),
            })
            {
                yield return Vary(made);
            }
        }
    }

    private IEnumerable<TrainingRow> OfTool(TrainingRow row)
    {
        yield return row;
        yield return row;
        yield return row with { Tools = Shuffle([.. row.Tools, .. Others(row, Size(), hard: false)]) };
        yield return row with { Tools = Shuffle([.. row.Tools, .. Others(row, 1 + random.Next(4), hard: true)]) };
        yield return Joined(row);
        yield return row with { Label = QueryLabel.IrrelevantTools, Tools = Others(row, 1 + random.Next(2), hard: false), Weight = 0.5f };
        yield return row with { Label = QueryLabel.IrrelevantTools, Tools = Others(row, Size(), hard: false), Weight = 0.5f };
        yield return row with { Label = QueryLabel.IrrelevantTools, Tools = Others(row, 1, hard: true) };
        yield return row with { Label = QueryLabel.IrrelevantTools, Tools = Others(row, 1 + random.Next(5), hard: true) };
    }

    private IEnumerable<TrainingRow> OfIrrelevant(TrainingRow row)
    {
        yield return row with { Weight = 2 };
        yield return row with { Weight = 2 };
        yield return row with { Tools = Shuffle([.. row.Tools, .. Others(row, Size(), hard: false)]) };
        yield return row with { Tools = Others(row, Size(), hard: false) };
    }

    private IEnumerable<TrainingRow> OfChat(TrainingRow row)
    {
        if (row.Tools.Count > 0)
        {
            yield return row;
        }

        yield return row with { Tools = Others(row, 1 + random.Next(2), hard: false), Weight = 1 };
        yield return row with { Tools = Others(row, Size(), hard: false), Weight = 1 };
        yield return row with { Tools = Others(row, 1, hard: true), Weight = 1 };
        yield return row with { Tools = Others(row, 1 + random.Next(5), hard: true), Weight = 1 };
    }

    /// <summary>Several wishes in one query, each served by one of the tools.</summary>
    private TrainingRow Joined(TrainingRow row)
    {
        var text = new StringBuilder(row.Text);
        var tools = row.Tools.ToList();
        for (var more = 1 + random.Next(2); more > 0; more--)
        {
            var other = _asked[random.Next(_asked.Length)];
            text.Append(Connectors[random.Next(Connectors.Length)]).Append(other.Text);
            tools.AddRange(other.Tools.Where(tool => !tools.Contains(tool)));
        }

        return row with { Text = text.ToString(), Tools = Shuffle([.. tools]) };
    }

    private int Size() => 1 + (int)Math.Exp(random.NextDouble() * Math.Log(12));

    /// <summary>Tools that do something else than the row's; hard: those of a handful that resemble the query most.</summary>
    private Tool[] Others(TrainingRow row, int count, bool hard)
    {
        var chosen = new List<Tool>();
        var query = new QueryText(row.Text, vocabulary);
        var own = row.Tools.Select(tool => new QueryText($"{tool.Name} {tool.Description}", vocabulary)).ToArray();
        while (chosen.Count < count)
        {
            var candidates = Enumerable.Range(0, hard ? Candidates : 1).Select(_ => _pool[random.Next(_pool.Length)]);
            if (hard)
            {
                candidates = candidates.OrderByDescending(tool => ToolMatch.Of(query, TextOf(tool), vocabulary.Concepts).Total);
            }

            if (candidates.FirstOrDefault(tool => !chosen.Contains(tool) && !(row.Label == QueryLabel.Tool && own.Any(mine => Same(mine, tool)))) is { } other)
            {
                chosen.Add(other);
            }
        }

        return [.. chosen];
    }

    private bool Same(QueryText mine, Tool other)
    {
        var match = ToolMatch.Of(mine, TextOf(other), vocabulary.Concepts);
        return match.NameExact > SameTool || match.QueryExact > SameTool || (match.Topics > 0.9f && match.QuerySoft > SameTool);
    }

    private ToolText TextOf(Tool tool) => _texts.TryGetValue(tool, out var text) ? text : _texts[tool] = new ToolText(tool, vocabulary);

    private Tool[] Shuffle(Tool[] tools)
    {
        random.Shuffle(tools);
        return tools;
    }

    private TrainingRow Vary(TrainingRow row) => row with
    {
        Text = random.Next(4) == 0 ? Plain(row.Text) : row.Text,
        Tools = random.Next(12) switch
        {
            0 => [.. row.Tools.Select(tool => tool with { Description = "" })],
            1 => [.. row.Tools.Select((tool, i) => tool with { Name = $"func_{i}" })],
            < 9 => [.. row.Tools.Select(tool => tool with { Parameters = [] })],
            _ => row.Tools,
        },
    };

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ('.' or ',' or '?' or '!' or '"' or '\''))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }

        return plain.ToString();
    }
}
