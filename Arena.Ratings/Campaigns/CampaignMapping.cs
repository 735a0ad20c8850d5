using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;
using WireCampaign = Arena.Contracts.Ratings.Campaign;

namespace Arena.Ratings.Campaigns;

/// <summary>A campaign for the service that shows it to voters.</summary>
internal sealed class CampaignMapping(LedgerContext ledger, SessionHasher sessions)
{
    public async Task<WireCampaign> ToWireAsync(CampaignState state, string session, CancellationToken cancellationToken) => new()
    {
        Name = state.Campaign.Name,
        Title = state.Campaign.Title,
        Description = state.Campaign.Description,
        Rubric = state.Campaign.Rubric ?? "",
        Prompts = state.Prompts,
        Votes = state.Votes,
        TargetVotes = state.Campaign.TargetVotes ?? 0,
        IntervalWidth = state.IntervalWidth ?? 0,
        TargetWidth = state.Campaign.TargetWidth ?? 0,
        State = state.Status.ToString().ToLowerInvariant(),
        Own = await OwnAsync(state.Campaign.Name, session, cancellationToken),
    };

    private async Task<int> OwnAsync(string campaign, string session, CancellationToken cancellationToken) =>
        await sessions.HashAsync(ledger, session, cancellationToken) is not { } voter ? 0
            : await ledger.CampaignAssignments.CountAsync(
                one => one.Campaign == campaign && one.SessionHash == voter && one.RepeatOf == null && ledger.Votes.Any(vote => vote.BattleId == one.BattleId), cancellationToken);
}
