import assert from 'node:assert/strict';
import { assertAccessible, assertContrast } from '../axe.mjs';
import { part, phase } from '../scene.mjs';

const chatPhase = (page, name) => page.waitForSelector(`#chat[data-phase="${name}"]`);
const turn = page => page.locator('.turn').last();

async function assertWell(page, where) {
  await assertAccessible(page, where);
  await page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  await assertContrast(page, `${where}, light`);
  await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} fits`);
}

/** At 360 pixels, by keyboard: a tool that the page runs, an answer that is stopped, one that breaks off, the arena and back. */
export default async function chat(scene) {
  const page = await scene.open('/chat', { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'message');

  await page.keyboard.type('Calculate (17 + 4) * 23');
  await page.keyboard.press('Enter');
  await chatPhase(page, 'done');
  assert.match(await turn(page).innerText(), /Tools: Aurora[^]*calculate[^]*"expression": "\(17 \+ 4\) \* 23"[^]*483[^]*The answer is 483 for you\./);
  assert.equal(await part(page, 'status').innerText(), 'The answer is complete.');
  await turn(page).locator('.route summary').click();
  assert.match(await turn(page).locator('.why').innerText(), /tool calling, decided by classifier with a confidence of 90 %[^]*as the first word says/);
  await assertWell(page, 'tools');

  await scene.turn('/models/hold');
  await page.fill('#message', 'Calculate nothing, write instead');
  await page.focus('#message');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.turn').length === 2);
  await page.waitForFunction(() => /is (writing|thinking)/.test(document.querySelector('[data-part="status"]').textContent));
  await page.keyboard.press('Escape');
  await chatPhase(page, 'stopped');
  await scene.turn('/models/release');

  await scene.turn('/models/break');
  await page.fill('#message', 'Why is the sky blue?');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Read both answers and vote' }).waitFor();
  await turn(page).getByRole('button', { name: 'Use tools instead' }).click();
  await chatPhase(page, 'failed');
  assert.match(await turn(page).innerText(), /The answer broke off\. What is there is not complete\.[^]*Try again/);
  await assertWell(page, 'failed');
  await scene.turn('/models/mend');

  await turn(page).getByRole('button', { name: 'Ask the arena instead' }).click();
  const link = page.getByRole('link', { name: 'Read both answers and vote' });
  await link.waitFor();
  assert.match(await turn(page).innerText(), /Arena: two anonymous models, because you chose it/);
  await assertWell(page, 'arena');
  await link.click();
  await page.waitForURL(/\/battle\/[\w-]+$/);
  await phase(page, 'voting');
  await page.goBack();
  await link.waitFor();
  await page.reload();
  await link.waitFor();
  assert.equal(await page.locator('.turn').count(), 3);
  assert.match(await page.locator('.turn').first().innerText(), /The answer is 483 for you\./);

  await page.getByRole('button', { name: 'New conversation' }).click();
  assert.equal(await page.locator('.turn').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'message');
}
