import assert from 'node:assert/strict';
import { ask, part, phase, prompt } from '../scene.mjs';

const words = /unknown,? or (it )?has expired/;

/** The battle on the page is gone when its reader comes back: the page says so and keeps the question; its address says so, too. */
export default async function expired(scene) {
  await scene.turn('/models/hold');
  const page = await scene.open('/', { expected: [/status of 404/] });
  await ask(page);
  await page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 60));
  const url = page.url();
  await scene.turn('/battles/expire');

  await page.evaluate(() => dispatchEvent(new Event('online'))); // what a laptop says that wakes up
  await phase(page, 'failed');
  assert.match(await part(page, 'status').innerText(), words);

  const elsewhere = await page.context().newPage();
  const response = await elsewhere.goto(url);
  assert.equal(response.status(), 404);
  assert.match(await elsewhere.locator('main').innerText(), words);
  await elsewhere.getByRole('link', { name: 'Start a battle' }).click();
  await phase(elsewhere, 'idle');

  await scene.turn('/models/release');
  await page.getByRole('button', { name: 'Retry' }).click();
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), prompt);
}
