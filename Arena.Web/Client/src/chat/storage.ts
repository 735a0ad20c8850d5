import { initial, type State } from './state';

const key = 'arena-chat';

/** The conversation of this tab: it survives a reload and the way to a battle and back, and nobody else sees it. */
export function load(storage: Storage): State {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? 'null') as { version: number; state: State } | null;
    return kept?.version === 1 ? kept.state : initial;
  } catch {
    return initial;
  }
}

/** Storage that is full or switched off costs the conversation its memory, not itself. */
export function save(storage: Storage, state: State): void {
  try {
    storage.setItem(key, JSON.stringify({ version: 1, state }));
  } catch {
    // nothing to do for it
  }
}
