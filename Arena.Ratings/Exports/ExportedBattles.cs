using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Exports;

/// <summary>Reads battles with all that exports tell of them.</summary>
internal static class ExportedBattles
{
    /// <summary>Those of the battles that were opened for the campaign, and repeat nothing; all of them without a campaign. By id.</summary>
    public static async Task<Dictionary<string, Battle>> ReadBattlesAsync(this LedgerContext ledger, IEnumerable<string> ids, string? campaign, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct(StringComparer.Ordinal).ToArray();
        if (campaign is not null)
        {
            wanted = await ledger.CampaignAssignments
                .Where(one => one.Campaign == campaign && one.RepeatOf == null && one.BattleId != null && wanted.Contains(one.BattleId))
                .Select(one => one.BattleId!).ToArrayAsync(cancellationToken);
        }

        return await ledger.Battles.AsNoTracking()
            .Include(battle => battle.Prompt).Include(battle => battle.Vote).Include(battle => battle.Answers).ThenInclude(answer => answer.Text)
            .AsSingleQuery().Where(battle => wanted.Contains(battle.Id)).ToDictionaryAsync(battle => battle.Id, StringComparer.Ordinal, cancellationToken);
    }
}
