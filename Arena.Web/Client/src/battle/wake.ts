const every = 5_000;

/** A pause between two ticks that no busy page explains: the machine slept. In milliseconds. */
const slept = 20_000;

/** Calls back when a connection may have died without anybody knowing: back online, back in the history, or awake again. */
export function onWake(woke: () => void): void {
  addEventListener('online', woke);
  addEventListener('pageshow', event => event.persisted && woke());
  let last = Date.now();
  const look = () => {
    const now = Date.now();
    if (now - last > every + slept && document.visibilityState === 'visible') { // a hidden page's clock ticks slowly
      woke();
    }
    last = now;
  };
  setInterval(look, every);
  addEventListener('visibilitychange', look);
}
