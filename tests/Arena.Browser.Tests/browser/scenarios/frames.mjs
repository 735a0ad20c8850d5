import assert from 'node:assert/strict';
import { phase } from '../scene.mjs';

const seconds = 4;
const perSecond = 200; // tokens, on each side
const tick = 50; // milliseconds between two events of a side, as the server paces them

/** Text as models write it: paragraphs, a long list, code that grows, a table. */
const words = Array.from({ length: seconds * perSecond }, (_, i) => {
  const place = i % 160;
  return place === 0 ? '\n\n## Part\n\nThis ' : place === 40 ? '\n\n- one ' : place > 40 && place < 80 && place % 8 === 0 ? '\n- item '
    : place === 80 ? '\n\n```python\n' : place > 80 && place < 120 && place % 6 === 0 ? '\n    value = ' : place === 120 ? '\n```\n\nSo ' : `word${i} `;
});

/**
 * The frames of the page while both sides write 200 tokens a second each: the island as it is, on a stream that the page itself makes.
 * Prints the figures; the bound is only there to notice that something is badly wrong.
 */
export default async function frames(scene) {
  const page = await scene.open('/history');
  await page.context().route('**/api/arena/start_battle', route => route.fulfill({
    json: { battle_id: 'measured', view_index: 0, total_views: 3, message: 'measure', state: 'created', stream_url: '/measured' },
  }));
  await page.addInitScript(({ words, tick, perSecond }) => {
    window.EventSource = class extends EventTarget {
      readyState = 1;
      constructor() {
        super();
        const many = (perSecond * tick) / 1000;
        let at = 0;
        setTimeout(() => this.dispatchEvent(new Event('open')));
        const timer = setInterval(() => {
          const text = words.slice(at, (at += many)).join('');
          for (const slot of ['a', 'b']) {
            this.dispatchEvent(new MessageEvent('delta', { data: JSON.stringify({ slot, text }) }));
          }
          if (at >= words.length) {
            clearInterval(timer);
            this.dispatchEvent(new MessageEvent('answered', { data: '{}' }));
          }
        }, tick);
      }
      close() {}
    };
  }, { words, tick, perSecond });
  await page.goto(`${scene.url}/`);
  await page.fill('#message', 'measure');
  await page.evaluate(() => {
    window.frames16 = [];
    window.shifts = 0;
    new PerformanceObserver(list => list.getEntries().forEach(({ value }) => (window.shifts += value))).observe({ type: 'layout-shift' });
    let last = performance.now();
    const next = now => {
      window.frames16.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await page.keyboard.press('Enter');
  await phase(page, 'streaming');
  await page.evaluate(() => { window.frames16.length = 0; });
  await phase(page, 'voting');
  const { all, shifts } = await page.evaluate(() => ({ all: window.frames16, shifts: window.shifts }));
  const sorted = all.toSorted((one, other) => one - other);
  const share = part => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(1);
  const long = all.filter(frame => frame > 25).length;
  console.log(`frames: ${all.length} in ${seconds} s, p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, p99 ${share(0.99)} ms, longest ${share(1)} ms, over 25 ms ${long}, layout shift ${shifts.toFixed(4)}`);
  assert.ok(Number(share(0.5)) < 100, 'half of the frames within a tenth of a second');
}
