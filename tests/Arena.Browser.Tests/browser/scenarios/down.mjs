import assert from 'node:assert/strict';
import { assertAccessible } from '../axe.mjs';
import { pagesOf } from '../pages.mjs';

/** While the ledger is away a page says so, in its own look and with the right status, and its other parts are there. */
export default async function down(scene) {
  const page = await scene.open('/', { expected: [/status of 503/] });
  const all = await pagesOf(scene.url);
  await scene.turn('/ledger/down');
  for (const name of ['leaderboard', 'win-rates', 'history', 'robustness', 'model']) {
    const response = await page.goto(scene.url + all.find(known => known.name === name).path);
    assert.equal(response.status(), 503, name);
    assert.match(await page.getByRole('alert').innerText(), /does not answer now/, name);
    await assertAccessible(page, name);
  }
  await scene.turn('/ledger/up');
}
