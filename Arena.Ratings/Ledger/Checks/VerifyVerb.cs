namespace Arena.Ratings.Ledger.Checks;

/// <summary>
/// <c>verify [--anchor POSITION:HASH]</c>: checks chain, texts and ratings; exit code 0 when they agree, 1 when not.
/// </summary>
internal static class VerifyVerb
{
    public const string Name = "verify";

    /// <summary>Differences that are printed: the first ones show the cause.</summary>
    private const int Shown = 20;

    public static async Task<int> RunAsync(IServiceProvider services, Anchor? anchor, Action<long>? progress, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<LedgerVerifier>().VerifyAsync(anchor, progress, CancellationToken.None);
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
