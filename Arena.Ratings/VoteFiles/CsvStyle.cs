using System.Buffers.Text;
using Arena.Ratings.Engine;

namespace Arena.Ratings.VoteFiles;

/// <summary>The style of both answers in columns of a CSV: <c>length_a,headers_a,lists_a,bold_a,length_b,headers_b,lists_b,bold_b</c>, numbers of at least 0.</summary>
internal sealed class CsvStyle(CsvTable table)
{
    private static readonly string[] Names = ["length", "headers", "lists", "bold"];

    private readonly int[] _left = Array.ConvertAll(Names, name => table.Required($"{name}_a"));
    private readonly int[] _right = Array.ConvertAll(Names, name => table.Required($"{name}_b"));

    public (StyleCounts Left, StyleCounts Right) Read(VotePlace place) => (Side(_left, place), Side(_right, place));

    private StyleCounts Side(int[] columns, VotePlace place) =>
        new(Number(columns[0], place), Number(columns[1], place), Number(columns[2], place), Number(columns[3], place));

    private double Number(int column, VotePlace place) =>
        Utf8Parser.TryParse(table[column], out double value, out var used) && used == table[column].Length && value >= 0
            ? value
            : throw place.Problem("a style column holds no number of at least 0.");
}
