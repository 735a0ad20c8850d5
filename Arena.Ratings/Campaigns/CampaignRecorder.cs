using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Ratings.Campaigns;

/// <summary>Opens and closes campaigns.</summary>
internal sealed class CampaignRecorder(LedgerContext ledger, TimeProvider time)
{
    /// <summary>Opens a campaign; false when one of this name was there already.</summary>
    public async Task<bool> CreateAsync(CampaignDefinition definition, CancellationToken cancellationToken)
    {
        ledger.Campaigns.Add(definition.ToCampaign(time.GetUtcNow()));
        try
        {
            await ledger.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    /// <summary>No more prompts are handed out; the evidence stays. False when there is no such campaign.</summary>
    public async Task<bool> CloseAsync(string name, CancellationToken cancellationToken)
    {
        var now = Moment.Stored(time.GetUtcNow());
        return await ledger.Campaigns.Where(campaign => campaign.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(campaign => campaign.ClosedAt, campaign => campaign.ClosedAt ?? now), cancellationToken) > 0;
    }
}
