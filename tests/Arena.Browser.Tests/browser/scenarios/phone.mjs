import assert from 'node:assert/strict';
import { ask, assertRevealed, phase } from '../scene.mjs';

export default async function phone(scene) {
  const page = await scene.open('/', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const fits = async where => {
    const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }));
    assert.ok(content <= window, `${where}: ${content} of ${window} pixels`);
  };
  await fits('prompt');
  await ask(page);
  await phase(page, 'voting');
  await fits('battle');
  const panes = await page.locator('.pane').evaluateAll(all => all.map(pane => pane.getBoundingClientRect().toJSON()));
  assert.ok(panes[1].top >= panes[0].bottom, 'the panes are stacked');
  for (const button of await page.locator('[data-vote]').all()) {
    const { width, height, x, y } = await button.boundingBox();
    assert.ok(width >= 120 && height >= 44 && x >= 0 && x + width <= 360 && y + height <= 740, JSON.stringify({ x, y, width, height }));
  }
  await page.getByRole('button', { name: 'A is better' }).tap();
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
  await fits('reveal');

  // On a telephone a link is given away by the system's own dialog.
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: data => { window.shared = data; return Promise.resolve(); } }));
  await page.getByRole('button', { name: 'Copy link' }).tap();
  assert.equal(await page.evaluate(() => window.shared?.url), page.url());
}
