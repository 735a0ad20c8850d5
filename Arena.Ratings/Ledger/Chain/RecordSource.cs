using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>Computes the hashes of records as they are in the tables now.</summary>
internal static class RecordSource
{
    /// <summary>The hashes of those of the records that exist.</summary>
    public static async Task<Dictionary<RecordName, byte[]>> HashAsync(
        LedgerContext ledger, IReadOnlyCollection<RecordName> records, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<RecordName, byte[]>();
        foreach (var kind in records.GroupBy(record => record.Kind, StringComparer.Ordinal))
        {
            var ids = kind.Select(record => record.Id).ToArray();
            foreach (var (id, hash) in await HashAsync(ledger, kind.Key, ids, cancellationToken))
            {
                hashes[new(kind.Key, id)] = hash;
            }
        }

        return hashes;
    }

    private static async Task<IEnumerable<(string Id, byte[] Hash)>> HashAsync(
        LedgerContext ledger, string kind, string[] ids, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case RecordKind.Battle:
                var battles = ledger.Battles.AsNoTracking().Include(battle => battle.Answers).AsSingleQuery();
                return (await battles.Where(battle => ids.Contains(battle.Id)).ToListAsync(cancellationToken)).Select(battle => (battle.Id, RecordHashes.Of(battle)));
            case RecordKind.Vote:
                // By the battle, which has one vote at most.
                var votes = ledger.Votes.AsNoTracking().Include(vote => vote.Steps).AsSingleQuery();
                return (await votes.Where(vote => ids.Contains(vote.BattleId)).ToListAsync(cancellationToken)).Select(vote => (vote.BattleId, RecordHashes.Of(vote)));
            case RecordKind.Erasure:
                var keys = ids.Select(Guid.Parse).ToArray();
                return (await ledger.Erasures.AsNoTracking().Where(erasure => keys.Contains(erasure.Id)).ToListAsync(cancellationToken))
                    .Select(erasure => (erasure.Id.ToString("N"), RecordHashes.Of(erasure)));
            case RecordKind.Comparison:
                var comparisons = ledger.Comparisons.AsNoTracking().Include(comparison => comparison.Answers).AsSingleQuery();
                return (await comparisons.Where(comparison => ids.Contains(comparison.Id)).ToListAsync(cancellationToken))
                    .Select(comparison => (comparison.Id, RecordHashes.Of(comparison)));
            case RecordKind.Stars:
                return (await ledger.Stars.AsNoTracking().Where(stars => ids.Contains(stars.Id)).ToListAsync(cancellationToken))
                    .Select(stars => (stars.Id, RecordHashes.Of(stars)));
            case RecordKind.Scores:
                return (await ledger.Scores.AsNoTracking().Where(score => ids.Contains(score.Id)).ToListAsync(cancellationToken))
                    .Select(score => (score.Id, RecordHashes.Of(score)));
            case RecordKind.Feedback:
                return (await ledger.Feedback.AsNoTracking().Where(feedback => ids.Contains(feedback.Id)).ToListAsync(cancellationToken))
                    .Select(feedback => (feedback.Id, RecordHashes.Of(feedback)));
            case RecordKind.Pick:
                return (await ledger.Picks.AsNoTracking().Where(pick => ids.Contains(pick.Id)).ToListAsync(cancellationToken))
                    .Select(pick => (pick.Id, RecordHashes.Of(pick)));
            default:
                return []; // a kind that nobody writes: the chain was tampered with, and the caller misses the record
        }
    }
}

/// <summary>What the chain calls a record. A vote is named by its battle.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordName(string Kind, string Id);
