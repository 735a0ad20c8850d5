using System.IO.Compression;
using System.Text.Json;

namespace Arena.Ratings.Engine.Tests.Data;

/// <summary>
/// Real votes with known ratings. They are no part of the repository: the folder is named by ARENA_DATA, or is <c>shared/data</c> in a folder above.
/// Where there is none, the theories run on the textbook cases alone.
/// </summary>
internal static class DevelopmentData
{
    private static readonly Lazy<(Tally Tally, List<Battle> Battles)> Votes = new(Read);

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("ARENA_DATA") is { Length: > 0 } given ? given : Search();

    public static string File(string name) => Path.Combine(Folder!, "lmarena_140k", name);

    public static Tally Tally => Votes.Value.Tally;

    /// <summary>All votes but self-pairs, in file order.</summary>
    public static IReadOnlyList<Battle> Battles => Votes.Value.Battles;

    /// <summary>A column of the reference: one number per model.</summary>
    public static Dictionary<string, double> Expected(string column)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File("expected.json")));
        return document.RootElement.GetProperty("models").EnumerateObject()
            .ToDictionary(model => model.Name, model => model.Value.GetProperty(column).GetDouble(), StringComparer.Ordinal);
    }

    private static (Tally, List<Battle>) Read()
    {
        var (tally, battles) = (new Tally(), new List<Battle>());
        using var stream = new GZipStream(System.IO.File.OpenRead(File("battles.csv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (fields[1] == fields[2])
            {
                tally.RejectSelfPair();
                continue;
            }

            var battle = new Battle(fields[1], fields[2], Outcome(fields[3]));
            tally.Add(battle.Left, battle.Right, battle.Preference);
            battles.Add(battle);
        }

        return (tally, battles);
    }

    private static Preference Outcome(string winner) => winner switch
    {
        "model_a" => Preference.Left,
        "model_b" => Preference.Right,
        "tie" => Preference.Tie,
        "both_bad" => Preference.BothBad,
        _ => throw new FormatException(winner),
    };

    private static string? Search()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (System.IO.File.Exists(Path.Combine(data, "lmarena_140k", "battles.csv.gz")))
            {
                return data;
            }
        }

        return null;
    }
}

internal sealed record Battle(string Left, string Right, Preference Preference);
