import assert from 'node:assert/strict';
import { ask, assertRevealed, part, phase } from '../scene.mjs';

export default async function ledger(scene) {
  const page = await scene.open('/', { expected: [/status of 503/] });
  await ask(page);
  await phase(page, 'voting');
  await scene.turn('/ledger/down');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => /not saved yet.*Trying again/.test(document.querySelector('[data-part="status"]').textContent));
  assert.equal(await page.locator('[data-vote="left"]').getAttribute('data-chosen'), '');
  assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'voting');

  await page.keyboard.press('ArrowRight'); // the vote is cast: another key does not change it
  await scene.turn('/ledger/up');
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
  assert.match(await part(page, 'status').innerText(), /You chose A.*saved/);
}
