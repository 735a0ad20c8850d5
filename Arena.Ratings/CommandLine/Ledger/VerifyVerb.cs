using System.CommandLine;
using Arena.Ratings.Ledger.Checks;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>verify [--anchor POSITION:HASH]</c>: checks chain, texts and ratings; exit code 1 when they do not agree.</summary>
internal static class VerifyVerb
{
    /// <summary>Differences that are printed: the first ones show the cause.</summary>
    private const int Shown = 20;

    public static Command Command()
    {
        var anchor = new Option<string?>("--anchor") { Description = "A link of the chain that was written down elsewhere: POSITION:HASH." };
        var command = new Command("verify", "Checks the chain, the texts and the ratings of the ledger.") { anchor };
        command.SetAction((parsed, cancellationToken) =>
        {
            var expected = parsed.GetValue(anchor) is { } text ? Anchor.Parse(text) : (Anchor?)null;
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return LedgerHost.RunAsync(services => RunAsync(services, expected, output, ProgressBars.On(error), cancellationToken), cancellationToken);
        });
        return command;
    }

    public static async Task<int> RunAsync(
        IServiceProvider services, Anchor? anchor, TextWriter output, IProgressBars progress, CancellationToken cancellationToken)
    {
        var verifier = services.GetRequiredService<LedgerVerifier>();
        using var bar = progress.Start("verifying", await verifier.CountAsync(cancellationToken));
        var done = 0L;
        var found = await verifier.VerifyAsync(anchor, position => bar.Add(position - Interlocked.Exchange(ref done, position)), cancellationToken);
        foreach (var difference in found.Differences.Take(Shown))
        {
            await output.WriteLineAsync(difference);
        }

        await output.WriteLineAsync($"chain: {found.Head.Position} records, {found.Unsealed} wait to be sealed; anchor {found.Head}");
        var verdict = found.Agrees ? "chain, texts and ratings agree to the last bit" : $"{found.Differences.Count} differences";
        await output.WriteLineAsync($"{found.Votes} votes replayed over {found.Models} models: {verdict}.");
        return found.Agrees ? 0 : 1;
    }
}
