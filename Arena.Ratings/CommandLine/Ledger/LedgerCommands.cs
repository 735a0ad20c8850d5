using System.CommandLine;
using Arena.Ratings.Ledger;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary>
/// The verbs that work on the ledger itself: <c>verify</c>, <c>replay</c>, <c>export</c>, <c>import</c>, <c>erase</c>, <c>campaign</c>. They find it as the
/// service does, by <c>ConnectionStrings:ratings-db</c>. Exit code 0, 1 when the work found or met something wrong, 2 for a wrong command line.
/// </summary>
internal sealed class LedgerCommands(RootCommand root, string[] args)
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Null when the arguments name none of the verbs.</summary>
    public static LedgerCommands? Find(string[] args)
    {
        var root = new RootCommand("The ledger of battles and votes.") { VerifyVerb.Command(), ReplayVerb.Command(), ExportVerb.Command(), ImportVerb.Command(), EraseVerb.Command(), CampaignVerb.Command() };
        return args is [var verb, ..] && root.Subcommands.Any(command => command.Name == verb) ? new(root, args) : null;
    }

    public async Task<int> RunAsync(TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"{args[0]}: {problem.Message}");
            }

            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is LedgerCommandException or FormatException or IOException or UnauthorizedAccessException or OptionsValidationException)
        {
            await error.WriteLineAsync($"{args[0]}: {problem.Message}");
            return Failed;
        }
        catch (Exception problem) when (problem is NpgsqlException || LedgerAvailability.IsUnavailable(problem))
        {
            await error.WriteLineAsync($"{args[0]}: the ledger cannot be read: {(problem.InnerException ?? problem).Message}");
            return Failed;
        }
    }
}

/// <summary>A verb cannot do what it was asked; the message says why.</summary>
internal sealed class LedgerCommandException(string message) : Exception(message);
