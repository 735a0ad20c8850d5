import type { Reveal } from './contract';
import type { State } from './state';

/**
 * Tells what else is on the page of each reveal, and of its end: the event `battle:revealed` with the vote's answer, and `battle:left`,
 * on `root`, from where they bubble. The place for what follows a vote is its part `after-vote`.
 */
export function announceReveals(root: HTMLElement): (state: State) => void {
  let shown: Reveal | null = null;
  return state => {
    const reveal = state.phase === 'revealed' ? state.reveal : null;
    if (reveal === shown) {
      return;
    }
    shown = reveal;
    root.dispatchEvent(new CustomEvent(reveal ? 'battle:revealed' : 'battle:left', { detail: reveal, bubbles: true }));
  };
}
