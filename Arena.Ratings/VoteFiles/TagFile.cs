using System.Text;

namespace Arena.Ratings.VoteFiles;

/// <summary>
/// A CSV keyed by <c>id</c>; says for each id whether the conditions on its columns hold.
/// </summary>
internal sealed class TagFile
{
    private readonly Utf8Names _ids = new();
    private readonly List<bool> _holds = [];

    private TagFile(IReadOnlyList<Condition> others) => OtherConditions = others;

    /// <summary>Conditions on columns that this file does not have: the votes' own file must have them.</summary>
    public IReadOnlyList<Condition> OtherConditions { get; }

    /// <summary>Whether all conditions hold for an id; null when the file does not know it.</summary>
    public bool? Holds(ReadOnlySpan<byte> id) => _ids.Find(id) is >= 0 and var index ? _holds[index] : null;

    /// <summary>Reads the tags once; what is kept is one bit per id.</summary>
    /// <exception cref="VoteFileException">Not a CSV with a column <c>id</c>.</exception>
    public static TagFile Read(string path, IReadOnlyList<Condition> conditions, Action<long>? progress)
    {
        using var file = new VoteFile(path, progress);
        var table = CsvTable.Open(file);
        var id = table.Required("id");
        var here = conditions.Where(condition => table.Find(condition.Column) >= 0).ToArray();
        var columns = Array.ConvertAll(here, condition => table.Find(condition.Column));
        var tags = new TagFile([.. conditions.Except(here)]);
        while (table.TryRead())
        {
            var index = tags._ids.IndexOf(table[id]);
            if (index < tags._holds.Count)
            {
                throw VoteFileException.At(path, file.Records.Line, $"the id '{Encoding.UTF8.GetString(table[id])}' has tags already.");
            }

            var holds = true;
            for (var k = 0; k < here.Length; k++)
            {
                holds &= here[k].Holds(table[columns[k]]);
            }

            tags._holds.Add(holds);
        }

        return tags;
    }
}
