import assert from 'node:assert/strict';
import { ask, phase } from '../scene.mjs';

export default async function typing(scene) {
  const page = await scene.open('/');
  await page.fill('#message', 'btn');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('B T N ');
  assert.equal(await page.inputValue('#message'), 'btB T N n');
  assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'idle');

  await ask(page);
  await phase(page, 'voting');
  // A field that something else puts on the page, and keys that belong to the browser.
  await page.evaluate(() => document.querySelector('.prompt').append(document.createElement('input')));
  await page.focus('.prompt input');
  await page.keyboard.type('tb');
  await page.keyboard.press('ArrowLeft');
  await page.locator('[data-part="status"]').focus();
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Shift+T');
  // Arrows scroll code sideways.
  await page.locator('.answer pre').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(300);
  assert.equal(await page.inputValue('.prompt input'), 'tb');
  assert.equal(await page.locator('#battle').getAttribute('data-phase'), 'voting');
}
