using System.Runtime.InteropServices;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Checks;

/// <summary>
/// Walks the hash chain from its first link and compares it with the records as they are now: finds what was changed, removed, inserted or
/// put in another order. Somebody who rewrites records and the whole chain behind them is found by an <see cref="Anchor"/> kept elsewhere.
/// </summary>
internal static class ChainCheck
{
    private const int Page = 1000;

    /// <summary>Records that neither are in the chain nor wait for it, by kind, and how the chain names them.</summary>
    private static readonly (string Kind, string Query)[] Outside =
    [
        .. from table in new[]
           {
               (Kind: RecordKind.Battle, Name: "battles", Id: "r.id"),
               (Kind: RecordKind.Vote, Name: "votes", Id: "r.battle_id"),
               (Kind: RecordKind.Erasure, Name: "erasures", Id: "replace(r.id::text, '-', '')"),
               (Kind: RecordKind.Comparison, Name: "comparisons", Id: "r.id"),
               (Kind: RecordKind.Stars, Name: "stars", Id: "r.id"),
               (Kind: RecordKind.Scores, Name: "scores", Id: "r.id"),
               (Kind: RecordKind.Feedback, Name: "feedback", Id: "r.id"),
               (Kind: RecordKind.Pick, Name: "comparison_picks", Id: "r.id"),
           }
           select (table.Kind,
               $"""
                SELECT {table.Id} AS "Value" FROM {table.Name} r
                WHERE NOT EXISTS (SELECT FROM chain c WHERE c.record_id = {table.Id} AND c.kind = '{table.Kind}')
                  AND NOT EXISTS (SELECT FROM unsealed u WHERE u.record_id = {table.Id} AND u.kind = '{table.Kind}')
                """),
    ];

    /// <summary>Walks the chain, adds what is wrong to <paramref name="differences"/> and returns its last link.</summary>
    public static async Task<Anchor> RunAsync(
        LedgerContext ledger, Anchor? expected, List<string> differences, Action<long>? progress, CancellationToken cancellationToken)
    {
        var (position, hash) = (0L, ChainHash.Genesis);
        while (true)
        {
            var after = position;
            var links = await ledger.Chain.AsNoTracking().Where(link => link.Position > after).OrderBy(link => link.Position).Take(Page).ToListAsync(cancellationToken);
            if (links.Count == 0)
            {
                break;
            }

            var hashes = await RecordSource.HashAsync(ledger, [.. links.Select(link => new RecordName(link.Kind, link.RecordId))], cancellationToken);
            foreach (var link in links)
            {
                if (link.Position != position + 1)
                {
                    differences.Add($"chain: {position + 1} … {link.Position - 1} are missing");
                }

                Check(link, hash, hashes, differences);
                (position, hash) = (link.Position, link.Hash);
                if (expected?.Position == position && !expected.Value.Hash.AsSpan().SequenceEqual(hash))
                {
                    differences.Add($"chain {position}: its hash is {Convert.ToHexStringLower(hash)}, the anchor says {expected}");
                }
            }

            progress?.Invoke(position);
        }

        if (expected?.Position > position)
        {
            differences.Add($"chain: it ends at {position}, the anchor is at {expected.Value.Position}");
        }

        foreach (var (kind, query) in Outside)
        {
            var outside = await ledger.Database.SqlQueryRaw<string>(query).ToListAsync(cancellationToken);
            differences.AddRange(outside.Select(record => $"{kind} {record}: it is not in the chain"));
        }

        return new(position, hash);
    }

    private static void Check(ChainEntry link, byte[] previous, Dictionary<RecordName, byte[]> hashes, List<string> differences)
    {
        if (!hashes.TryGetValue(new(link.Kind, link.RecordId), out var now))
        {
            differences.Add($"chain {link.Position}: {link.Kind} {link.RecordId} was removed");
        }
        else if (!now.AsSpan().SequenceEqual(link.RecordHash))
        {
            differences.Add($"chain {link.Position}: {link.Kind} {link.RecordId} was changed");
        }

        if (!ChainHash.Next(previous, link.Position, link.RecordHash).AsSpan().SequenceEqual(link.Hash))
        {
            differences.Add($"chain {link.Position}: it does not follow from the link before");
        }
    }
}

/// <summary>A link of the chain, written down elsewhere: <c>POSITION:HASH</c>, the hash in hexadecimal.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Anchor(long Position, byte[] Hash)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is not of the form POSITION:HASH.</exception>
    public static Anchor Parse(string text) =>
        text.Split(':') is [var position, { Length: 64 } hash] && long.TryParse(position, System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0
        && hash.All(char.IsAsciiHexDigit)
            ? new(at, Convert.FromHexString(hash))
            : throw new FormatException($"'{text}' is not an anchor: POSITION:HASH is expected, the hash with 64 hexadecimal digits.");

    public override string ToString() => $"{Position}:{Convert.ToHexStringLower(Hash)}";
}
