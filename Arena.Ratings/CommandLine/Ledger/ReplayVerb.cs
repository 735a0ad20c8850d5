using System.CommandLine;
using Arena.Ratings.Ledger.Checks;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>replay</c>: plays all votes through Elo again and prints the ratings; exit code 1 when the live ones differ by a bit.</summary>
internal static class ReplayVerb
{
    public static Command Command()
    {
        var command = new Command("replay", "Plays all votes again and compares the ratings bit by bit.");
        command.SetAction((parsed, cancellationToken) => LedgerHost.RunAsync(
            services => RunAsync(services, parsed.InvocationConfiguration.Output, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        var (replay, differences) = await services.GetRequiredService<LedgerVerifier>().ReplayAsync(cancellationToken);
        await output.WriteLineAsync($"{"model",-40} {"rating",20} {"battles",9} {"wins",8} {"losses",8} {"ties",8} {"both bad",8}");
        foreach (var model in replay.Models.Where(model => model.Battles > 0).OrderByDescending(model => model.Rating))
        {
            await output.WriteLineAsync($"{model.ModelId,-40} {model.Rating,20:R} {model.Battles,9} {model.Wins,8} {model.Losses,8} {model.Ties,8} {model.BothBad,8}");
        }

        foreach (var difference in differences)
        {
            await output.WriteLineAsync(difference);
        }

        await output.WriteLineAsync($"{replay.Votes} votes: {(differences.Count == 0 ? "the live ratings are the same to the last bit" : $"{differences.Count} differences")}.");
        return differences.Count == 0 ? 0 : 1;
    }
}
