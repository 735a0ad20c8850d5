import type { Preference } from './contract';
import type { State } from './state';

export type Command = { type: 'vote'; preference: Preference } | { type: 'next' } | { type: 'stop' };

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'>;

const votes: Record<string, Preference> = { ArrowLeft: 'left', ArrowRight: 'right', t: 'tie', b: 'both_bad' };

/**
 * What a key means now, or null. `typing`: the key goes into a field. `scrolls`: it goes into something that the arrows move.
 */
export function commandOf(key: Key, state: State, where: { typing: boolean; scrolls: boolean }): Command | null {
  if (key.altKey || key.ctrlKey || key.metaKey || key.shiftKey || key.repeat || key.isComposing) {
    return null;
  }
  const name = key.key.length === 1 ? key.key.toLowerCase() : key.key;
  if (name === 'Escape') {
    return state.phase === 'starting' || state.phase === 'streaming' ? { type: 'stop' } : null;
  }
  if (where.typing) {
    return null;
  }
  if (state.phase === 'voting' && !(where.scrolls && name.startsWith('Arrow'))) {
    const preference = votes[name];
    return preference ? { type: 'vote', preference } : null;
  }
  return state.phase === 'revealed' && name === 'n' ? { type: 'next' } : null;
}

/** Where a key goes that was pressed on this element. */
export const whereOf = (target: EventTarget | null) => ({
  typing: target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select')),
  scrolls: target instanceof HTMLElement && target.closest('pre, table') !== null,
});

/** Enter sends, alone or with Ctrl or Cmd; Shift+Enter makes a new line, and an input method keeps its own Enter. */
export const sends = (key: Key): boolean => key.key === 'Enter' && !key.shiftKey && !key.altKey && !key.isComposing;
