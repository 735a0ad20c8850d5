import assert from 'node:assert/strict';
import { assertBlind, assertRevealed, part, phase, prompt } from '../scene.mjs';

export default async function mouse(scene) {
  const page = await scene.open('/');
  await page.getByRole('button', { name: prompt }).click();
  await page.getByRole('button', { name: 'Start battle' }).click();
  await phase(page, 'voting');
  await assertBlind(page);

  await page.getByRole('button', { name: 'B is better' }).click();
  await phase(page, 'revealed');
  await assertRevealed(page, 'b');
  assert.equal(await page.locator('.pane[data-chosen]').getAttribute('data-part'), 'pane-b');

  const url = page.url();
  await page.getByRole('button', { name: /^Next pair/ }).click();
  await page.waitForURL(address => address.href !== url);
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), prompt);
  await page.getByRole('button', { name: 'Tie' }).click();
  await phase(page, 'revealed');

  await page.getByRole('button', { name: 'New prompt' }).click();
  await phase(page, 'idle');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.inputValue('#message'), '');

  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await page.getByRole('heading', { name: 'Leaderboard' }).waitFor();
  assert.ok((await page.locator('tbody tr').count()) >= 2);
}
