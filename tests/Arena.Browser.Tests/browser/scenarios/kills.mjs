import assert from 'node:assert/strict';
import { answers, assertRevealed, phase } from '../scene.mjs';

const battles = 10;
const broken = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_HTTP2_PROTOCOL_ERROR|status of 50[234]/;

/**
 * Ten battles on a stack with replicas. In the middle of each, the replica that sends this page its stream is killed: the page never loads
 * anew, both answers come whole, and each battle ends in a vote.
 */
export default async function kills(scene) {
  const page = await scene.open('/', { expected: [broken] });
  await page.evaluate(() => { window.sameDocument = true; });
  for (let battle = 0; battle < battles; battle++) {
    await page.fill('#message', `Battle ${battle}: describe the sea in winter`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 20));
    assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'streaming'); // how long a kill takes is the machine's affair
    await scene.turn(`/kill/${new URL(page.url()).pathname.split('/').at(-1)}`);
    await phase(page, 'voting');
    const { a, b } = await answers(page);
    assert.ok(a.length > 20 && b.length > 20);
    await page.keyboard.press(battle % 2 === 0 ? 'ArrowLeft' : 'ArrowRight');
    await phase(page, 'revealed');
    await assertRevealed(page, battle % 2 === 0 ? 'a' : 'b');
    await page.getByRole('button', { name: 'New prompt' }).click();
    await phase(page, 'idle');
  }
  assert.ok(await page.evaluate(() => window.sameDocument), 'the page was not loaded anew');
  await page.goto(`${scene.url}/history`);
  assert.equal(await page.locator('.history .tag', { hasText: 'was better' }).count(), battles);
}
