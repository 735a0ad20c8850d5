using System.Runtime.CompilerServices;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Exports;

internal static class ChainPages
{
    private const int Page = 200;

    /// <summary>The links of one kind of record, page by page.</summary>
    public static async IAsyncEnumerable<List<ChainEntry>> PagesAsync(
        this LedgerContext ledger, string kind, long after, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var from = after;
            var page = await ledger.Chain.AsNoTracking().Where(link => link.Kind == kind && link.Position > from && link.Position <= until)
                .OrderBy(link => link.Position).Take(Page).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            yield return page;
            after = page[^1].Position;
        }
    }
}
