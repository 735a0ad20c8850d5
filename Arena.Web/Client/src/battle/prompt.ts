import { progressOf } from './campaign';
import { part, setText } from './dom';
import type { State } from './state';

/** Writes above the panes what was asked first, and which view of it this is, or how far the campaign is that asks. */
export function showPrompt(root: HTMLElement, state: State, campaign: string | null): void {
  part(root, 'campaign').hidden = campaign === null;
  if (state.phase === 'idle') {
    return;
  }
  const battle = 'battle' in state ? state.battle : null;
  const { message, turns } = battle ?? (state as Extract<State, { phase: 'starting' | 'failed' }>);
  const prompt = turns[0]?.message ?? message;
  if (prompt) {
    setText(part(root, 'prompt'), prompt);
  }
  setText(part(root, 'view'), battle && battle.totalViews > 1 && campaign === null ? `View ${battle.viewIndex + 1} of ${battle.totalViews}` : '');
  if (campaign !== null) {
    const link = part<HTMLAnchorElement>(root, 'campaign-link');
    link.href = `/campaigns/${encodeURIComponent(campaign)}`;
    if (battle?.campaign) {
      setText(link, battle.campaign.title);
      setText(part(root, 'campaign-progress'), progressOf(battle.campaign));
    }
  }
}
