using Arena.Ratings.Board;
using Arena.Ratings.Engine;
using Arena.Ratings.VoteFiles;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>
/// <c>dotnet run --project Arena.Ratings -- rate FILE…</c>: a board from files of votes, without database and web host. The board goes to standard
/// output, everything else to standard error. Exit code 0, 1 when there is no board, 2 when the command line is wrong.
/// </summary>
internal static class RateCommand
{
    public const string Name = "rate";

    private const int NoBoard = 1;
    private const int WrongUsage = 2;

    /// <summary>Parses and rates.</summary>
    /// <param name="args">What follows <c>rate</c>.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error, IProgressBars? progress = null)
    {
        var syntax = new RateSyntax();
        var exitCode = 0;
        syntax.Command.SetAction(parsed => exitCode = Rate(syntax.Options(parsed), output, error, progress ?? ProgressBars.On(error)));
        var parsed = syntax.Command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"rate: {problem.Message}");
            }

            return WrongUsage;
        }

        parsed.Invoke(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return exitCode;
    }

    private static int Rate(RateOptions options, TextWriter output, TextWriter error, IProgressBars progress)
    {
        try
        {
            var result = new RateJob(options, TimeProvider.System, progress).Run(warning => error.WriteLine($"rate: warning: {warning}"));
            if (options.Svg is { } svg)
            {
                Plot(result, svg);
            }

            if (options.Json)
            {
                RateJson.Write(result, output);
            }
            else
            {
                BoardTable.Write(result, output);
            }

            return 0;
        }
        catch (Exception problem) when (problem is VoteFileException or FitException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"rate: {problem.Message}");
            return NoBoard;
        }
    }

    private static void Plot(RateResult result, string path)
    {
        using var file = File.Create(path);
        BoardPlot.Write([.. result.Board.Rows.Select(row => new PlottedModel(row.Model, row.Rating, row.Interval, row.Status))], result.Votes, file);
    }
}
