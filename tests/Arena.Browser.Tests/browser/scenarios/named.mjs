import assert from 'node:assert/strict';
import { part, phase, side } from '../scene.mjs';

/** Chosen, asked, named before the first word, and the vote moves no rating. */
export default async function named(scene) {
  const page = await scene.open('/side-by-side');
  await page.getByLabel('Left').selectOption('sim-basalt');
  await page.getByLabel('Right').selectOption('sim-aurora');
  await page.getByLabel('Your prompt').fill('Explain quicksort');
  await page.getByRole('button', { name: 'Ask both' }).click();
  await page.waitForURL(/\/battle\/[\w-]+$/);
  await phase(page, 'voting');
  assert.deepEqual([(await side(page, 'a')).name, (await side(page, 'b')).name], ['Basalt (simulated)', 'Aurora (simulated)']);
  await page.keyboard.press('ArrowLeft');
  await phase(page, 'revealed');
  assert.match(await part(page, 'status').innerText(), /not rated|no rating/i);

  // The same model twice is said, and what was written stays.
  await page.goto(`${scene.url}/side-by-side`);
  await page.getByLabel('Left').selectOption('sim-aurora');
  await page.getByLabel('Right').selectOption('sim-aurora');
  await page.getByLabel('Your prompt').fill('Explain mergesort');
  await page.getByRole('button', { name: 'Ask both' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('alert').innerText(), 'Choose two different models.');
  assert.equal(await page.getByLabel('Your prompt').inputValue(), 'Explain mergesort');
}
