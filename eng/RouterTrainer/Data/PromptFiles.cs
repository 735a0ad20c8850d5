using Arena.Router.Classification;
using Arena.Router.Evaluation;

namespace Arena.RouterTrainer.Data;

/// <summary>The prompts that were written for this project, in <c>Prompts/</c>; each file says how it is written.</summary>
internal static class PromptFiles
{
    public const string Source = "own";
    private const string ChatFile = "chat.txt";
    private const string ToolsSuffix = ".tools.txt";

    public static IReadOnlyList<TrainingRow> ReadAll()
    {
        var assembly = typeof(PromptFiles).Assembly;
        var rows = new List<TrainingRow>();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var lines = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#');
            if (name == ChatFile)
            {
                rows.AddRange(lines.Select(ReadChat));
            }
            else if (name.EndsWith(ToolsSuffix, StringComparison.Ordinal))
            {
                rows.AddRange(ReadTools($"own_{name[..^ToolsSuffix.Length]}", lines));
            }
        }

        return rows;
    }

    private static TrainingRow ReadChat(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var type = QueryTypes.OfTexts.Index().First(known => known.Item == line[..colon]).Index;
        return new("own_chat", Source, QueryLabel.Chat, line[(colon + 1)..].Trim().Replace("\\n", "\n", StringComparison.Ordinal), [], type);
    }

    private static IEnumerable<TrainingRow> ReadTools(string set, IEnumerable<string> lines)
    {
        var tool = new Tool("", "", []);
        foreach (var line in lines)
        {
            var rest = line[1..].Trim();
            switch (line[0])
            {
                case '@':
                    var parts = rest.Split('|', StringSplitOptions.TrimEntries);
                    tool = new(parts[0], parts[1], parts.Length > 2 ? parts[2].Split(", ", StringSplitOptions.RemoveEmptyEntries) : []);
                    break;
                case '+':
                    yield return new(set, Source, QueryLabel.Tool, rest, [tool]);
                    break;
                case '-':
                    yield return new(set, Source, QueryLabel.Chat, rest, [tool], Weight: 2);
                    break;
                case '~':
                    yield return new(set, Source, QueryLabel.IrrelevantTools, rest, [tool]);
                    break;
                default:
                    throw new InvalidDataException($"{set}: '{line}' begins with none of @ + - ~ #.");
            }
        }
    }
}
