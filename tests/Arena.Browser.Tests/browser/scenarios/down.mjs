import assert from 'node:assert/strict';
import { assertAccessible } from '../axe.mjs';

/** While the ledger is away its pages say so, in their own look and with the right status (each of them: Arena.Web.Tests). */
export default async function down(scene) {
  await scene.turn('/ledger/down');
  const page = await scene.open('/leaderboard', { expected: [/status of 503/] });
  assert.match(await page.getByRole('alert').innerText(), /does not answer now/);
  await assertAccessible(page, 'leaderboard');
  await scene.turn('/ledger/up');
  const response = await page.reload();
  assert.equal(response.status(), 200);

  // What is live follows by itself.
  await page.goto(`${scene.url}/nodes`);
  await page.locator('.node').first().waitFor();
  await scene.turn('/ledger/down');
  await page.getByRole('alert').waitFor();
  await scene.turn('/ledger/up');
  await page.locator('.node').first().waitFor();
}
