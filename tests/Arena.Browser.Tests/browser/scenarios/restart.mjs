import assert from 'node:assert/strict';
import { answers, assertRevealed, phase } from '../scene.mjs';

const refusals = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 50[234]/;

/**
 * One server, with its log in its memory, is killed while it is asked, in the middle of the answers, and while the vote is on its way: the new
 * process starts the answers over, the page follows, and nothing is spliced. (Replicas that share a log: kills.mjs.)
 */
export default async function restart(scene) {
  const kill = () => scene.turn('/web/restart');
  const page = await scene.open('/', { expected: [refusals] });
  await page.fill('#message', 'Explain quicksort');
  const killed = kill();
  await page.keyboard.press('Enter');
  await killed;
  await phase(page, 'voting');
  const again = kill();
  await page.keyboard.press('ArrowLeft');
  await again;
  await phase(page, 'revealed');
  await assertRevealed(page, null);

  await scene.turn('/models/hold');
  await page.keyboard.press('n');
  await page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 60));
  await kill();
  await scene.turn('/models/release');
  await phase(page, 'voting');
  const { a, b } = await answers(page);
  assert.deepEqual([a.match(/pivot\b.*partitions/g)?.length, a.match(/leftmost/g)?.length, b.match(/rightmost/g)?.length], [1, 1, 1]);
}
