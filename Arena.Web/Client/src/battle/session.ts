const key = 'arena-session';

/**
 * An opaque id of this browser, the same for all its battles: the ledger keeps only a keyed hash of it. Where the browser keeps
 * nothing, each page is a session of its own.
 */
export function session(store: () => Pick<Storage, 'getItem' | 'setItem'> = () => localStorage): string {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  try {
    const storage = store();
    const known = storage.getItem(key);
    if (!known) {
      storage.setItem(key, fresh);
    }
    return known ?? fresh;
  } catch {
    return fresh;
  }
}
