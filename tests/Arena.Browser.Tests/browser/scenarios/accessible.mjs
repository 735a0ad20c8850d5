import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ask, phase } from '../scene.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function check(page, where) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }));
  });
  assert.deepEqual(violations, [], where);
}

/** Every page and every state of a battle, in both themes, without motion. */
export default async function accessible(scene) {
  for (const theme of ['dark', 'light']) {
    const page = await scene.open('/', {
      expected: [/status of (404|503)/],
      reducedMotion: 'reduce',
      cookies: [{ name: 'arena-theme', value: theme, url: scene.url }],
    });
    assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
    await check(page, `${theme}: prompt`);

    await scene.turn('/models/hold');
    await ask(page);
    await page.waitForFunction(() => [...document.querySelectorAll('.answer')].every(pane => pane.innerText.length > 60));
    await check(page, `${theme}: streaming`);
    await scene.turn('/models/release');
    await phase(page, 'voting');
    await check(page, `${theme}: voting`);
    await scene.turn('/ledger/down');
    await page.keyboard.press('t');
    await page.waitForFunction(() => /not saved yet/.test(document.querySelector('[data-part="status"]').textContent));
    await check(page, `${theme}: vote not saved`);
    await scene.turn('/ledger/up');
    await phase(page, 'revealed');
    await check(page, `${theme}: revealed`);

    await scene.turn('/models/break');
    await page.keyboard.press('n');
    await phase(page, 'failed');
    await check(page, `${theme}: failed`);
    await scene.turn('/models/mend');

    for (const path of ['/leaderboard', '/no-such-page', '/battle/no-such-battle']) {
      await page.goto(scene.url + path);
      await check(page, `${theme}: ${path}`);
    }
    await scene.turn('/ledger/down');
    const response = await page.goto(`${scene.url}/leaderboard`);
    assert.equal(response.status(), 503);
    await check(page, `${theme}: not ready`);
    await scene.turn('/ledger/up');
  }
}
