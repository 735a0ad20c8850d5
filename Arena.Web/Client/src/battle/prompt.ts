import { part, setText } from './dom';
import type { State } from './state';

/** Writes above the panes what was asked first, and which view of it this is. */
export function showPrompt(root: HTMLElement, state: State): void {
  if (state.phase === 'idle') {
    return;
  }
  const battle = 'battle' in state ? state.battle : null;
  const { message, turns } = battle ?? (state as Extract<State, { phase: 'starting' | 'failed' }>);
  const prompt = turns[0]?.message ?? message;
  if (prompt) {
    setText(part(root, 'prompt'), prompt);
  }
  setText(part(root, 'view'), battle && battle.totalViews > 1 ? `View ${battle.viewIndex + 1} of ${battle.totalViews}` : '');
}
