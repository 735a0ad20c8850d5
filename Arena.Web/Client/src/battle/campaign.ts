import type { CampaignProgress } from './contract';

/** How far it is, in a line. */
export function progressOf(campaign: CampaignProgress): string {
  const evidence = campaign.target_votes
    ? `${campaign.votes} of ${campaign.target_votes} votes`
    : `${campaign.votes} votes, widest interval ${campaign.interval_width ? `${Math.round(campaign.interval_width)} points` : 'not known yet'}, wanted ${Math.round(campaign.target_width)}`;
  return `${evidence} · you judged ${campaign.own} of ${campaign.prompts} prompts`;
}

/** Why there is no next prompt, for the voter; null as long as there is one. */
export function endOf(campaign: CampaignProgress | null): string | null {
  switch (campaign?.state) {
    case 'reached':
      return 'This campaign has what it needs: thank you.';
    case 'closed':
      return 'This campaign is closed: thank you.';
    case 'open':
      return campaign.own < campaign.prompts ? null : 'You have judged all prompts of this campaign: thank you.';
    default:
      return null;
  }
}

/** The campaign that an address is about. */
export const campaignOf = (search: string): string | null => new URLSearchParams(search).get('campaign');
