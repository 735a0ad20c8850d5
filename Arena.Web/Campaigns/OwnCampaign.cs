using Arena.Contracts.Ratings;

namespace Arena.Web.Campaigns;

/// <summary>A campaign as its voter sees it.</summary>
/// <param name="Votes">Of everybody, without repetitions.</param>
/// <param name="TargetVotes">0: the aim is a width.</param>
/// <param name="IntervalWidth">Elo points of the widest 95 % interval; 0: not known yet.</param>
/// <param name="TargetWidth">0: the aim is votes.</param>
/// <param name="State">open, reached or closed.</param>
/// <param name="Own">Prompts that this voter has judged.</param>
internal sealed record OwnCampaign(
    string Name, string Title, int Prompts, long Votes, long TargetVotes, double IntervalWidth, double TargetWidth, string State, long Own)
{
    public static OwnCampaign Of(Campaign campaign) => new(
        campaign.Name, campaign.Title, campaign.Prompts, campaign.Votes, campaign.TargetVotes, campaign.IntervalWidth, campaign.TargetWidth, campaign.State, campaign.Own);
}
