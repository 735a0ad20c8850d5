import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of WCAG 2.2 AA or of axe's best practice on the page as it is now. */
export async function assertAccessible(page, where) {
  await inject(page);
  await run(page, where, { type: 'tag', values: everything });
}

/** The same of colours alone: all that another theme changes. */
export async function assertContrast(page, where) {
  await inject(page);
  await run(page, where, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] });
}

const inject = async page => (await page.evaluate(() => 'axe' in window)) || page.evaluate(axe);

/** And of what only a narrow window changes: the size of what is pressed, and what scrolls. */
export async function assertNarrow(page, where) {
  await inject(page);
  await run(page, where, { type: 'rule', values: ['target-size', 'scrollable-region-focusable'] });
}

async function run(page, where, runOnly) {
  const violations = await page.evaluate(async only => {
    const { violations } = await window.axe.run(document, { runOnly: only, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => ({ html, failureSummary })) }));
  }, runOnly);
  assert.deepEqual(violations, [], where);
}
