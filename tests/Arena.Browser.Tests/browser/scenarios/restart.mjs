import assert from 'node:assert/strict';
import { answers, ask, assertRevealed, phase } from '../scene.mjs';

/** Killed in the middle of both answers, with its log in memory: the new process starts them over, and the page follows. */
export default async function restart(scene) {
  await scene.turn('/models/hold');
  const page = await scene.open('/', { expected: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/] });
  await ask(page);
  await page.waitForFunction(() => [...document.querySelectorAll('.answer')].every(pane => pane.innerText.length > 60));

  await scene.turn('/web/restart');
  await scene.turn('/models/release');
  await phase(page, 'voting');
  const { a, b } = await answers(page);
  assert.equal(a.match(/pivot\b.*partitions/g)?.length, 1);
  assert.equal(a.match(/leftmost/g)?.length, 1);
  assert.equal(b.match(/rightmost/g)?.length, 1);
  await page.keyboard.press('ArrowRight');
  await phase(page, 'revealed');
  await assertRevealed(page, 'b');
}
