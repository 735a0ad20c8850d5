import assert from 'node:assert/strict';
import { ask, phase } from '../scene.mjs';

export default async function scriptless(scene) {
  const voter = await scene.open('/');
  await ask(voter);
  await phase(voter, 'voting');
  await voter.keyboard.press('ArrowLeft');
  await phase(voter, 'revealed');

  const page = await scene.open('/', { javaScriptEnabled: false, expected: [/status of 404/] });
  assert.match(await page.locator('main').innerText(), /Which model is better\?[\s\S]*needs JavaScript/);
  await page.goto(voter.url());
  assert.match(await page.locator('main').innerText(), /Explain quicksort with an example in Python/);
  await page.goto(`${scene.url}/leaderboard`);
  assert.ok((await page.locator('tbody tr').count()) >= 2);
  assert.match(await page.locator('tbody').innerText(), /\(simulated\)/);
  assert.match(await page.locator('footer').innerText(), /model simulator/);

  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.locator('main').getByRole('button', { name: 'Use the light theme' }).click();
  assert.equal(new URL(page.url()).pathname, '/leaderboard');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');

  const missing = await page.goto(`${scene.url}/battle/no-such-battle`);
  assert.equal(missing.status(), 404);
  assert.match(await page.locator('main').innerText(), /unknown, or it has expired/);
  const nothing = await page.goto(`${scene.url}/no-such-page`);
  assert.equal(nothing.status(), 404);
  assert.match(await page.locator('main').innerText(), /no such page/);
}
