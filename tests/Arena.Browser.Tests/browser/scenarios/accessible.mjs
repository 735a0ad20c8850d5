import assert from 'node:assert/strict';
import { assertAccessible } from '../axe.mjs';
import { ask, phase } from '../scene.mjs';

/** Every state of a battle, in both themes, without motion. */
export default async function accessible(scene) {
  for (const theme of ['dark', 'light']) {
    const page = await scene.open('/', {
      expected: [/status of 503/],
      reducedMotion: 'reduce',
      cookies: [{ name: 'arena-theme', value: theme, url: scene.url }],
    });
    assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
    await assertAccessible(page, `${theme}: prompt`);

    await scene.turn('/models/hold');
    await ask(page);
    await page.waitForFunction(() => [...document.querySelectorAll('.answer')].every(pane => pane.innerText.length > 60));
    await assertAccessible(page, `${theme}: streaming`);
    await scene.turn('/models/release');
    await phase(page, 'voting');
    await assertAccessible(page, `${theme}: voting`);
    await scene.turn('/ledger/down');
    await page.keyboard.press('t');
    await page.waitForFunction(() => /not saved yet/.test(document.querySelector('[data-part="status"]').textContent));
    await assertAccessible(page, `${theme}: vote not saved`);
    await scene.turn('/ledger/up');
    await phase(page, 'revealed');
    await assertAccessible(page, `${theme}: revealed`);

    await scene.turn('/models/break');
    await page.keyboard.press('n');
    await phase(page, 'failed');
    await assertAccessible(page, `${theme}: failed`);
    await scene.turn('/models/mend');
  }
}
