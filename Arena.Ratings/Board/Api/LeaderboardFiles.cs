using System.Globalization;
using System.Text;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Api;

/// <summary>A whole board as a file to keep.</summary>
internal static class LeaderboardFiles
{
    private const string Columns =
        "rank,rank_best,rank_worst,model_id,display_name,rating,lower,upper,status,battles,wins,losses,ties,both_bad,average_win_rate,both_bad_rate,elo";

    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    /// <summary>RFC 4180, a header and a line per model; numbers with a point, an empty field where there is none.</summary>
    public static IResult Csv(BoardSnapshot board)
    {
        var text = new StringBuilder(Columns).Append("\r\n");
        foreach (var row in board.Rows)
        {
            text.AppendJoin(',', Fields(row)).Append("\r\n");
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "leaderboard.csv");
    }

    /// <summary>The interval plot.</summary>
    public static IResult Svg(BoardSnapshot board)
    {
        using var svg = new MemoryStream();
        BoardPlot.Write([.. board.Rows.Select(row => new PlottedModel(row.Name.DisplayName, row.Rating, row.Interval, row.Status))], board.Votes, svg);
        return TypedResults.File(svg.ToArray(), "image/svg+xml", "leaderboard.svg");
    }

    private static IEnumerable<string?> Fields(SnapshotRow row) =>
    [
        Text(row.Rank), Text(row.RankBest), Text(row.RankWorst), Name(row.ModelId), Name(row.Name.DisplayName), Text(row.Rating), Text(row.Interval?.Lower), Text(row.Interval?.Upper),
        row.Status.Name(), Text(row.Counts.Battles), Text(row.Counts.Wins), Text(row.Counts.Losses), Text(row.Counts.Ties), Text(row.Counts.BothBad),
        Text(row.AverageWinRate), Text(row.BothBad.Share), Text(row.Elo),
    ];

    private static string? Text(IFormattable? number) => number?.ToString(format: null, CultureInfo.InvariantCulture);

    /// <summary>Quoted where it must be. What a spreadsheet would take for a formula stays a text (OWASP, CSV injection).</summary>
    private static string Name(string name)
    {
        var text = name is ['=' or '+' or '-' or '@' or '\t', ..] ? $"'{name}" : name;
        return text.IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
