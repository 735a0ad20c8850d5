import assert from 'node:assert/strict';
import { ask, assertBlind, assertRevealed, part, phase, prompt } from '../scene.mjs';

/** What a button puts on the clipboard; it says so. */
async function copied(page, button) {
  const element = await button.elementHandle();
  await element.click();
  await page.waitForFunction(shown => shown.textContent === 'Copied', element);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** A second turn before the vote; then everything that outlives the battle: reload, history, the shared link, a reader without script. */
export default async function conversation(scene) {
  const page = await scene.open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ask(page);
  const first = page.url();
  await phase(page, 'voting');
  await part(page, 'follow-up-message').focus();
  await page.keyboard.type('And mergesort?');
  await page.keyboard.press('Enter');
  await page.waitForURL(address => address.href !== first);
  const second = page.url();
  await phase(page, 'voting');

  const shown = () => page.locator('.pane').evaluateAll(panes =>
    panes.map(pane => ({
      questions: [...pane.querySelectorAll('.question')].map(bubble => bubble.textContent),
      answers: pane.querySelectorAll('.answer:not(:empty)').length,
    })),
  );
  const both = [0, 1].map(() => ({ questions: ['You asked: And mergesort?'], answers: 2 }));
  assert.deepEqual(await shown(), both);
  assert.equal(await part(page, 'prompt').innerText(), prompt);
  await assertBlind(page);
  const code = page.locator('[data-part="pane-a"] .code').last();
  assert.equal(await copied(page, code.getByRole('button')), await code.locator('pre').textContent());

  await page.reload();
  await phase(page, 'voting');
  assert.deepEqual(await shown(), both);

  // The turn before leads to where the conversation went on.
  await page.goto(first);
  await page.waitForURL(second);
  await phase(page, 'voting');

  await page.keyboard.press('ArrowLeft');
  await phase(page, 'revealed');
  await assertRevealed(page, 'a');
  assert.deepEqual(await shown(), both);
  assert.match(await page.locator('[data-part="pane-a"] .facts').innerText(), /Rank\s+1 of 2 \(1–2\)[\s\S]*Leaderboard\s+\d+\.\d \(\d+\.\d–\d+\.\d\)[\s\S]*Backend\s+gpu-node/);
  assert.equal(await copied(page, page.getByRole('button', { name: 'Copy link' })), second);

  await page.goto(`${scene.url}/history`);
  assert.match(await page.locator('.history').innerText(), /Explain quicksort[\s\S]*A was better[\s\S]*against[\s\S]*2 turns/);
  await page.getByRole('link', { name: prompt }).first().click();
  await phase(page, 'revealed');

  const friend = await scene.open(new URL(second).pathname);
  await phase(friend, 'revealed');
  await assertRevealed(friend, 'a');
  await friend.goto(`${scene.url}/history`);
  assert.match(await friend.locator('main').innerText(), /No battles yet/);

  const reader = await scene.open(new URL(second).pathname, { javaScriptEnabled: false });
  assert.match(await reader.locator('main').innerText(), /Aurora \(simulated\)[\s\S]*And mergesort\?[\s\S]*leftmost[\s\S]*Basalt \(simulated\)/);
}
