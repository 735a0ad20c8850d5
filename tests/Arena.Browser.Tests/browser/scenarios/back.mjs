import assert from 'node:assert/strict';
import { ask, part, phase } from '../scene.mjs';

export default async function back(scene) {
  const page = await scene.open('/');
  await ask(page, 'The first prompt');
  const first = page.url();
  await phase(page, 'voting');
  await page.keyboard.press('t');
  await phase(page, 'revealed');
  await page.getByRole('button', { name: 'New prompt' }).click();
  await ask(page, 'The second prompt');
  await phase(page, 'voting');

  const shows = text => page.waitForFunction(shown => document.querySelector('[data-part="prompt"]').textContent === shown, text);
  await page.goBack();
  await phase(page, 'idle');
  await page.goBack();
  await phase(page, 'revealed');
  await shows('The first prompt');
  assert.equal(page.url(), first);
  await page.goForward();
  await phase(page, 'idle');
  await page.goForward();
  await phase(page, 'voting');
  await shows('The second prompt');

  // From another page, which unloads this one.
  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await page.getByRole('heading', { name: 'Leaderboard' }).waitFor();
  await page.goBack();
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), 'The second prompt');
}
