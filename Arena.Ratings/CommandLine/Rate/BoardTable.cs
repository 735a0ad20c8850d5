using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>The board as a table of text.</summary>
internal static class BoardTable
{
    public static void Write(RateResult result, TextWriter output)
    {
        string[] header = ["rank", "model", "rating", "95 % interval", "battles", "mean win", "status"];
        string[][] rows = [header, .. result.Board.Rows.Select(Cells)];
        var widths = Enumerable.Range(0, header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column is 1 or 6 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }

        output.WriteLine();
        output.WriteLine(Summary(result));
    }

    private static string[] Cells(LeaderboardRow row) =>
    [
        row.Ranks is { } ranks ? $"{ranks.Place} ({ranks.Best}–{ranks.Worst})" : "–",
        row.Model,
        $"{row.Rating:F2}",
        row.Interval is { } interval ? $"{interval.Lower:F2} … {interval.Upper:F2}" : "–",
        $"{row.Battles:N0}",
        double.IsNaN(row.MeanWinProbability) ? "–" : $"{row.MeanWinProbability * 100:F1} %",
        row.Status.Name(),
    ];

    private static string Summary(RateResult result)
    {
        var (options, seconds) = (result.Options, result.Seconds);
        List<string> parts = [$"{result.Votes:N0} votes on {result.Board.Rows.Count} models"];
        if (result.Fit is { } fit)
        {
            parts.Add($"gradient {fit.GradientNorm:E1} votes after {fit.Iterations} iterations");
        }

        if (result.Fit?.TieParameter is { } nu)
        {
            parts.Add($"ν {nu:F4}: {nu / (2 + nu) * 100:F1} % ties between equals");
        }

        if (result.Fit?.PositionBias is { } bias)
        {
            parts.Add($"left seat {bias.Logit:+0.0000;-0.0000} ± {bias.StandardError:F4} logit: {bias.LeftChance * 100:F2} % between equals");
        }

        parts.Add($"read {seconds.Read:F3} s, fit {seconds.Fit:F3} s, intervals {seconds.Intervals:F3} s");
        return string.Join(Environment.NewLine, parts);
    }
}
