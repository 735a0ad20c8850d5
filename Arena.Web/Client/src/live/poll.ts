export interface Poll {
  /** Fetches the newer copy and shows it; fails when there is none. */
  refresh(): Promise<void>;
  /** Whether anybody looks. */
  visible(): boolean;
  delay(milliseconds: number): Promise<void>;
  /** Told when updates stop, and when they come again. */
  lost(lost: boolean): void;
}

const every = 2_000;
const atMost = 30_000;

/** Refreshes as long as the page is seen; while nothing answers it asks less and less often. */
export async function poll({ refresh, visible, delay, lost }: Poll, rounds = Infinity): Promise<void> {
  for (let round = 0, pause = every; round < rounds; round++) {
    await delay(pause);
    if (!visible()) {
      continue;
    }
    try {
      await refresh();
      pause = every;
      lost(false);
    } catch {
      pause = Math.min(pause * 2, atMost);
      lost(true);
    }
  }
}
