import assert from 'node:assert/strict';
import { answers, assertRevealed, phase } from '../scene.mjs';

const battles = 10;
const refusals = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 50[234]/;

/**
 * Ten battles, and in each the server is killed: while it is asked, in the middle of the answers, or while the vote is on its way. Its log is in
 * its memory: the new process starts the answers over, the page follows, and nothing is spliced.
 */
export default async function kills(scene) {
  const page = await scene.open('/', { expected: [refusals] });
  for (let battle = 0; battle < battles; battle++) {
    await page.goto(`${scene.url}/`);
    const kill = () => scene.turn('/web/restart');
    await page.fill('#message', `Battle ${battle}: explain quicksort`);
    if (battle % 3 === 0) {
      const killed = kill();
      await page.keyboard.press('Enter');
      await killed;
    } else if (battle % 3 === 1) {
      await scene.turn('/models/hold');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 60));
      await kill();
      await scene.turn('/models/release');
    } else {
      await page.keyboard.press('Enter');
    }
    await phase(page, 'voting');
    const { a, b } = await answers(page);
    assert.deepEqual([a.match(/pivot\b.*partitions/g)?.length, a.match(/leftmost/g)?.length, b.match(/rightmost/g)?.length], [1, 1, 1]);
    const killed = battle % 3 === 2 ? kill() : null;
    await page.keyboard.press(battle % 2 === 0 ? 'ArrowLeft' : 'ArrowRight');
    await killed;
    await phase(page, 'revealed');
    await assertRevealed(page, null);
  }
  await page.goto(`${scene.url}/history`);
  assert.equal(await page.locator('.history .tag', { hasText: 'was better' }).count(), battles);
}
