import assert from 'node:assert/strict';
import { ask, phase } from '../scene.mjs';

/** What the first formula of a page may move, when the typesetter comes, and nothing else: far below what anybody notices, which is 0.1. */
const formula = 0.01;

/** No layout shift from the first token to the open vote (https://web.dev/articles/cls), on a desktop and on a phone. */
export default async function still(scene) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    const page = await scene.open('/', { viewport });
    await ask(page);
    await page.evaluate(() => {
      window.shifts = [];
      new PerformanceObserver(list =>
        window.shifts.push(...list.getEntries().map(({ value, sources }) => ({ value, nodes: sources.map(({ node }) => node?.outerHTML?.slice(0, 80)) }))),
      ).observe({ type: 'layout-shift' });
    });
    await phase(page, 'voting');
    await page.waitForTimeout(200);
    const shifts = await page.evaluate(() => window.shifts);
    assert.ok(shifts.reduce((sum, { value }) => sum + value, 0) < formula, JSON.stringify(shifts));
  }
}
