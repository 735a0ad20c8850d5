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

  if (scene.ratings) {
    await campaign(page, scene.url); // the back ends with switches have one
  }

  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await page.getByRole('heading', { name: 'Leaderboard' }).waitFor();
  assert.ok((await page.locator('tbody tr').count()) >= 2);
}

/** From its page through both prompts to its end, without leaving it. */
async function campaign(page, url) {
  await page.goto(`${url}/campaigns/spring`);
  await page.getByRole('button', { name: 'Judge the next prompt' }).click();
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), 'Why is spring warm?');
  await shows(page, 'campaign-progress', '0 of 2 votes · you judged 0 of 2 prompts');
  assert.equal(await part(page, 'follow-up').isVisible(), false);

  await page.getByRole('button', { name: 'A is better' }).click();
  await shows(page, 'campaign-progress', '1 of 2 votes · you judged 1 of 2 prompts');
  await page.getByRole('button', { name: /^Next prompt/ }).click();
  await phase(page, 'voting');
  assert.deepEqual([await part(page, 'prompt').innerText(), new URL(page.url()).search], ['Why is spring green?', '?campaign=spring']);

  await page.getByRole('button', { name: 'Tie' }).click();
  await shows(page, 'campaign-end', 'This campaign has what it needs: thank you.');
  assert.deepEqual([await part(page, 'next').isVisible(), await part(page, 'campaign-back').getAttribute('href')], [false, '/campaigns/spring']);
  await page.keyboard.press('n'); // asks for nothing
  await phase(page, 'revealed');
}

const shows = (page, name, text) => page.waitForFunction(([part, wanted]) => document.querySelector(`[data-part="${part}"]`).textContent === wanted, [name, text]);
