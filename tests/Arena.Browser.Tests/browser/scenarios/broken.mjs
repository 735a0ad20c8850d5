import assert from 'node:assert/strict';
import { ask, part, phase, prompt } from '../scene.mjs';

export default async function broken(scene) {
  await scene.turn('/models/break');
  const page = await scene.open('/');
  await ask(page);
  await phase(page, 'failed');
  const status = await part(page, 'status').innerText();
  assert.match(status, /does not count/);
  assert.doesNotMatch(await page.locator('main').innerText(), /aurora|basalt/i);
  await page.keyboard.press('ArrowLeft'); // never votable
  assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'failed');

  await scene.turn('/models/mend');
  const url = page.url();
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.waitForURL(address => address.href !== url);
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), prompt);

  // A void battle is void also for who comes back to it.
  await page.goto(url);
  await phase(page, 'failed');
}
