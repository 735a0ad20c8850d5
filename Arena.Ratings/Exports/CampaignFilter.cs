using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Exports;

/// <summary>Which battles a campaign has brought.</summary>
internal static class CampaignFilter
{
    /// <summary>Those of the battles that were opened for the campaign, and repeat nothing; all of them without a campaign.</summary>
    public static async Task<string[]> AmongAsync(LedgerContext ledger, string? campaign, string[] battles, CancellationToken cancellationToken) => campaign is null
        ? battles
        : await ledger.CampaignAssignments
            .Where(one => one.Campaign == campaign && one.RepeatOf == null && one.BattleId != null && battles.Contains(one.BattleId))
            .Select(one => one.BattleId!).ToArrayAsync(cancellationToken);
}
