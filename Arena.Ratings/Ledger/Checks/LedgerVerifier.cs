using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Checks;

/// <summary>Checks the chain against the records, the texts against their hashes, and the ratings against a replay of all votes.</summary>
internal sealed class LedgerVerifier(LedgerContext ledger)
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromHours(1);

    /// <summary>Checks everything, within one snapshot of the database.</summary>
    /// <param name="anchor">A link that was written down elsewhere; null to trust the chain's own end.</param>
    /// <param name="progress">Told how many links are checked.</param>
    public async Task<Verification> VerifyAsync(Anchor? anchor, Action<long>? progress, CancellationToken cancellationToken) =>
        await ledger.Database.CreateExecutionStrategy().ExecuteAsync(token => RunAsync(anchor, progress, token), cancellationToken);

    /// <summary>Links of the chain.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => ledger.Chain.LongCountAsync(cancellationToken);

    /// <summary>Only the replay.</summary>
    public async Task<(ReplayResult Result, IReadOnlyList<string> Differences)> ReplayAsync(CancellationToken cancellationToken) =>
        await ledger.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await SnapshotAsync(token);
            var differences = new List<string>();
            return (await Replay.RunAsync(ledger, differences, token), (IReadOnlyList<string>)differences);
        }, cancellationToken);

    private async Task<Verification> RunAsync(Anchor? anchor, Action<long>? progress, CancellationToken cancellationToken)
    {
        await using var transaction = await SnapshotAsync(cancellationToken);
        var differences = new List<string>();
        var head = await ChainCheck.RunAsync(ledger, anchor, differences, progress, cancellationToken);
        await TextCheck.RunAsync(ledger, differences, cancellationToken);
        var replay = await Replay.RunAsync(ledger, differences, cancellationToken);
        return new(replay.Votes, replay.Models.Count, head, await ledger.Unsealed.LongCountAsync(cancellationToken), differences);
    }

    /// <summary>One snapshot: what arrives meanwhile is not seen anywhere.</summary>
    private async Task<IAsyncDisposable> SnapshotAsync(CancellationToken cancellationToken)
    {
        ledger.Database.SetCommandTimeout(LongestQuery);
        return await ledger.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Head">The last link of the chain: worth writing down elsewhere.</param>
/// <param name="Unsealed">Records that still wait for the chain.</param>
/// <param name="Differences">One sentence each; empty when chain, records, texts and ratings agree.</param>
internal sealed record Verification(long Votes, int Models, Anchor Head, long Unsealed, IReadOnlyList<string> Differences)
{
    public bool Agrees => Differences.Count == 0;
}
