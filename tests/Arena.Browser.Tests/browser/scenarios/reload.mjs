import assert from 'node:assert/strict';
import { answers, ask, assertRevealed, part, phase, prompt } from '../scene.mjs';

/** The models stand still in the middle of their answers: what is on the page after a reload, and after a sleep, comes from the battle's log. */
export default async function reload(scene) {
  await scene.turn('/models/hold');
  const page = await scene.open('/');
  await ask(page);
  const written = () => page.waitForFunction(() => [...document.querySelectorAll('.answer')].every(pane => pane.innerText.length > 60));
  await written();

  await page.clock.install();
  await page.reload();
  assert.equal(await part(page, 'prompt').innerText(), prompt);
  await phase(page, 'streaming');
  await written();

  // The lid is closed for a minute: the connection may be dead without anybody knowing, so the page begins another one.
  const again = page.waitForRequest(/\/stream$/);
  await page.clock.fastForward(60_000);
  await again;
  await written();

  await scene.turn('/models/release');
  await phase(page, 'voting');
  const { a, b } = await answers(page);
  assert.equal(a.match(/leftmost/g)?.length, 1);
  assert.equal(b.match(/rightmost/g)?.length, 1);
  await page.keyboard.press('ArrowLeft');
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
}
