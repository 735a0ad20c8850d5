namespace Arena.Ratings.Ledger;

/// <summary><c>dotnet run --project Arena.Ratings -- verify</c>: replays the ledger; exit code 0 when its ratings agree, 1 when not.</summary>
internal static class VerifyVerb
{
    public const string Name = "verify";

    /// <summary>Differences that are printed: the first ones show the cause.</summary>
    private const int Shown = 20;

    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<LedgerVerifier>().VerifyAsync(CancellationToken.None);
        foreach (var difference in found.Differences.Take(Shown))
        {
            await output.WriteLineAsync(difference);
        }

        var verdict = found.Agrees ? "the ratings agree to the last bit" : $"{found.Differences.Count} differences";
        await output.WriteLineAsync($"{found.Votes} votes replayed over {found.Models} models: {verdict}.");
        return found.Agrees ? 0 : 1;
    }
}
