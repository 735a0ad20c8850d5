// Keeps the part of a page that is marked data-live up to date. The server renders it; this fetches the page again and takes over what changed.
import { update } from './live/parts';
import { poll } from './live/poll';

const live = document.querySelector('[data-live]')!;
const lost = document.querySelector<HTMLElement>('[data-live-lost]')!;

const refresh = async () => {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  const newer = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-live]');
  if (!newer) {
    throw new Error(`${response.status}`);
  }
  update(live, newer);
};

void poll({
  refresh,
  visible: () => !document.hidden,
  delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  lost: value => (lost.hidden = !value),
});
