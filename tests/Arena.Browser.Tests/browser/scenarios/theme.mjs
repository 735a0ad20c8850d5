import assert from 'node:assert/strict';
import { phase } from '../scene.mjs';

export default async function theme(scene) {
  const page = await scene.open('/');
  const present = async () => ({
    theme: await page.locator('html').getAttribute('data-theme'),
    light: await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).map(Number)[0] < 128),
  });
  assert.deepEqual(await present(), { theme: 'dark', light: false });
  await page.fill('#message', 'kept');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  assert.deepEqual(await present(), { theme: 'light', light: true });
  assert.equal(await page.inputValue('#message'), 'kept');

  await page.reload();
  assert.deepEqual(await present(), { theme: 'light', light: true });
  const html = await page.evaluate(() => fetch('/').then(response => response.text()));
  assert.match(html, /<html[^>]* data-theme="light"/, 'the server sends it, so there is no flash');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.goto(`${scene.url}/leaderboard`);
  assert.deepEqual(await present(), { theme: 'dark', light: false });

  const forged = await fetch(`${scene.url}/theme`, { method: 'POST', body: new URLSearchParams({ theme: 'light' }), redirect: 'manual' });
  assert.equal(forged.status, 400, 'a form from elsewhere is refused');
  await page.goto(scene.url);
  await phase(page, 'idle');
}
