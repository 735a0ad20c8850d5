import assert from 'node:assert/strict';
import { answers, ask, assertRevealed, phase } from '../scene.mjs';

/** The network goes in the middle of the answers, and again before the vote: both go on when it is back. */
export default async function offline(scene) {
  await scene.turn('/models/hold');
  const page = await scene.open('/', { expected: [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_INCOMPLETE_CHUNKED_ENCODING/] });
  await ask(page);
  await page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 60));
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('online'))); // what a laptop says that wakes up without a network
  await page.waitForFunction(() => document.querySelector('[data-part="status"]').textContent === 'Connecting…');
  await scene.turn('/models/release');
  await page.context().setOffline(false);
  await phase(page, 'voting');
  const { a, b } = await answers(page);
  assert.equal(a.match(/leftmost/g)?.length, 1);
  assert.equal(b.match(/rightmost/g)?.length, 1);

  await page.context().setOffline(true);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /not saved yet/.test(document.querySelector('[data-part="status"]').textContent));
  await page.context().setOffline(false);
  await phase(page, 'revealed');
  await assertRevealed(page, 'b');
}
