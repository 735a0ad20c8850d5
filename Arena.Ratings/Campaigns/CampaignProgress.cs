using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Campaigns;

/// <summary>How far a campaign is.</summary>
internal sealed class CampaignProgress(LedgerContext ledger, CampaignVotes votes, IOptionsMonitor<EloOptions> elo)
{
    /// <summary>Null when there is no such campaign.</summary>
    public async Task<CampaignState?> FindAsync(string name, CancellationToken cancellationToken) =>
        await ledger.Campaigns.AsNoTracking().FirstOrDefaultAsync(campaign => campaign.Name == name, cancellationToken) is { } campaign
            ? await OfAsync(campaign, cancellationToken)
            : null;

    /// <summary>All campaigns, the newest first.</summary>
    public async Task<IReadOnlyList<CampaignState>> ListAsync(CancellationToken cancellationToken)
    {
        var states = new List<CampaignState>();
        foreach (var campaign in await ledger.Campaigns.AsNoTracking().OrderByDescending(campaign => campaign.CreatedAt).ThenBy(campaign => campaign.Name).ToListAsync(cancellationToken))
        {
            states.Add(await OfAsync(campaign, cancellationToken));
        }

        return states;
    }

    private async Task<CampaignState> OfAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var prompts = await ledger.Set<CampaignPrompt>().CountAsync(prompt => prompt.Campaign == campaign.Name, cancellationToken);
        var counted = (await votes.ReadAsync(campaign.Name, cancellationToken)).Where(vote => vote.RepeatOf is null).ToList();
        var width = WidthOf(counted, elo.CurrentValue.Start);
        var isReached = counted.Count >= campaign.TargetVotes || width <= campaign.TargetWidth;
        return new(campaign, prompts, counted.Count, width, campaign.ClosedAt is not null ? CampaignStatus.Closed : isReached ? CampaignStatus.Reached : CampaignStatus.Open);
    }

    /// <summary>Elo points of the widest 95 % interval; null as long as a model cannot be compared with all others.</summary>
    private static double? WidthOf(IEnumerable<CampaignVote> votes, double mean)
    {
        var tally = new Tally();
        foreach (var vote in votes.Where(vote => vote.IsRated))
        {
            tally.Add(vote.Left, vote.Right, vote.Preference);
        }

        if (tally.Votes == 0)
        {
            return null;
        }

        try
        {
            var scale = new RatingScale(mean);
            var fit = BradleyTerry.Fit(tally, new());
            var rows = Leaderboard.Of(fit, scale, SandwichIntervals.Of(fit, scale)).Rows;
            return fit.Connectivity.Problem is null && rows.All(row => row.Interval is not null) ? rows.Max(row => row.Interval!.Value.Upper - row.Interval.Value.Lower) : null;
        }
        catch (FitException)
        {
            return null;
        }
    }
}

/// <summary>A campaign, and how far it is.</summary>
/// <param name="Votes">Without repeats.</param>
/// <param name="IntervalWidth">Elo points of the widest 95 % interval; null while unknown.</param>
internal sealed record CampaignState(Campaign Campaign, int Prompts, long Votes, double? IntervalWidth, CampaignStatus Status);

internal enum CampaignStatus
{
    Open,

    /// <summary>There is as much evidence as was wanted.</summary>
    Reached,

    Closed,
}
