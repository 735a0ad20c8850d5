import assert from 'node:assert/strict';
import { answers, ask, assertBlind, assertRevealed, part, phase } from '../scene.mjs';

/** Prompt, four kinds of votes, reveal, next view: without touching the mouse. */
export default async function keyboard(scene) {
  const page = await scene.open('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'message');
  await page.keyboard.type('Explain quicksort');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('with an example in Python');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/battle\/[\w-]+$/);
  const first = page.url();
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), 'Explain quicksort\nwith an example in Python');
  assert.equal(await part(page, 'view').innerText(), 'View 1 of 3');
  await assertBlind(page);

  await page.keyboard.press('ArrowLeft');
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
  const { a } = await answers(page);

  for (const [key, view, winner] of [['ArrowRight', 2, 'b'], ['t', 3, null], ['b', 1, null]]) {
    await page.keyboard.press('n');
    await page.waitForFunction(shown => document.querySelector('[data-part="view"]').textContent === shown, `View ${view} of 3`);
    await phase(page, 'voting');
    await assertBlind(page);
    await page.keyboard.press(key);
    await phase(page, 'revealed');
    await assertRevealed(page, winner);
  }
  assert.notEqual(page.url(), first);

  await page.goto(first);
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
  assert.equal((await answers(page)).a, a);

  // A second prompt without leaving the keyboard.
  await page.getByRole('button', { name: 'New prompt' }).focus();
  await page.keyboard.press('Enter');
  await phase(page, 'idle');
  await ask(page, 'And mergesort?');
  await phase(page, 'voting');
}
