import assert from 'node:assert/strict';
import { answers, ask, part, phase, prompt } from '../scene.mjs';

const writing = page => page.waitForFunction(() => [...document.querySelectorAll('[data-part="text"]')].every(pane => pane.innerText.length > 60));

/** Esc in the middle: what was written stays and is void; then the three ways on. */
export default async function stop(scene) {
  await scene.turn('/models/hold');
  const page = await scene.open('/');
  await ask(page);
  await writing(page);
  await page.keyboard.press('Escape');
  await phase(page, 'failed');
  assert.match(await part(page, 'status').innerText(), /You stopped this battle/);
  assert.deepEqual(await page.locator('.pane-state').allInnerTexts(), ['Stopped', 'Stopped']);
  assert.ok((await answers(page)).a.length > 60, 'what was written stays');
  await page.keyboard.press('ArrowLeft'); // never votable
  assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'failed');
  await page.reload();
  await phase(page, 'failed');
  assert.match(await part(page, 'status').innerText(), /You stopped this battle/);

  await page.getByRole('button', { name: 'Edit' }).click();
  await phase(page, 'idle');
  assert.equal(await page.inputValue('#message'), prompt);
  await ask(page, `${prompt}, please`);
  await writing(page);
  await page.getByRole('button', { name: 'Stop' }).click();
  await phase(page, 'failed');

  await scene.turn('/models/release');
  await page.getByRole('button', { name: 'Retry' }).click();
  await phase(page, 'voting');
  assert.equal(await part(page, 'prompt').innerText(), `${prompt}, please`);

  // A later turn that is stopped is asked again of the same two, and the conversation stays.
  await scene.turn('/models/hold');
  await part(page, 'follow-up-message').fill('And mergesort?');
  await page.keyboard.press('Enter');
  await phase(page, 'streaming');
  await writing(page);
  await page.keyboard.press('Escape');
  await phase(page, 'failed');
  assert.match(await part(page, 'status').innerText(), /Retry asks the same two models once more/);
  await scene.turn('/models/release');
  await page.getByRole('button', { name: 'Retry' }).click();
  await phase(page, 'voting');
  assert.equal(await page.locator('[data-part="pane-a"] .answer').count(), 2);
}
