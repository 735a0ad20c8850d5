import assert from 'node:assert/strict';
import { assertAccessible, assertContrast } from '../axe.mjs';

const chatPhase = (page, name) => page.waitForSelector(`#chat[data-phase="${name}"]`);
const turn = page => page.locator('.turn').last();

/** What the page itself says, not one of its battles. */
const status = page => page.locator('[data-part="composer"] [data-part="status"]');

async function assertWell(page, where) {
  await assertAccessible(page, where);
  await page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  await assertContrast(page, `${where}, light`);
  await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} fits`);
}

async function send(page, question) {
  await page.fill('#message', question);
  await page.focus('#message');
  await page.keyboard.press('Enter');
}

/** At 360 pixels, by keyboard: a tool that the page runs, an answer that is stopped, one that breaks off, and battles within the conversation. */
export default async function chat(scene) {
  const page = await scene.open('/chat', { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'message');

  await page.keyboard.type('Calculate (17 + 4) * 23');
  await page.keyboard.press('Enter');
  await chatPhase(page, 'done');
  assert.match(await turn(page).innerText(), /Tools: Aurora[^]*calculate[^]*"expression": "\(17 \+ 4\) \* 23"[^]*483[^]*The answer is 483 for you\./);
  assert.equal(await status(page).innerText(), 'The answer is complete.');
  await turn(page).locator('.route summary').click();
  assert.match(await turn(page).locator('.why').innerText(), /tool calling, decided by classifier with a confidence of 90 %[^]*as the first word says/);
  await assertWell(page, 'tools');

  await scene.turn('/models/hold');
  await send(page, 'Calculate nothing, write instead');
  await page.waitForFunction(() => document.querySelectorAll('.turn').length === 2);
  await page.waitForFunction(() => /is (writing|thinking)/.test(document.querySelector('[data-part="composer"] [data-part="status"]').textContent));
  await page.keyboard.press('Escape');
  await chatPhase(page, 'stopped');

  // To the arena; while both sides write, the other way with one click, which breaks off.
  await send(page, 'Why is the sky blue?');
  await writing(page);
  await scene.turn('/models/break');
  await turn(page).getByRole('button', { name: 'Use tools instead' }).click();
  await chatPhase(page, 'failed');
  await scene.turn('/models/release');
  assert.match(await turn(page).innerText(), /The answer broke off\. What is there is not complete\.[^]*Try again/);
  assert.equal(await page.locator('.battle').count(), 0);
  await assertWell(page, 'failed');
  await scene.turn('/models/mend');
  await turn(page).getByRole('button', { name: 'Ask the arena instead' }).click();
  await vote(page);

  await scene.turn('/models/hold');
  await send(page, 'And why is the sunset red?');
  await writing(page);
  await page.reload();
  await writing(page);
  assert.equal(await page.locator('.turn').count(), 4);
  await assertWell(page, 'both write');
  await scene.turn('/models/release');
  await resumed(page);

  await page.getByRole('button', { name: 'New conversation' }).click();
  assert.equal(await page.locator('.turn').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'message');
}

const inLast = (page, part) => turn(page).locator(`[data-part="${part}"]`);
const writing = page => page.waitForFunction(() => [...document.querySelectorAll('.turn:last-child .battle [data-part="text"]')].filter(pane => pane.innerText.length > 60).length === 2);
const inPhase = (page, name) => page.waitForSelector(`.turn:last-child .battle[data-phase="${name}"]`);

/** Both sides, a follow-up, the vote and the reveal, without leaving the keyboard or the conversation. */
async function vote(page) {
  await inPhase(page, 'voting');
  assert.match(await turn(page).innerText(), /Arena: two anonymous models, because you chose it/);
  await assertWell(page, 'vote');
  await inLast(page, 'follow-up-message').fill('In one sentence?');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.turn:last-child .battle .question').length === 2);
  await inPhase(page, 'voting');
  await page.keyboard.press('ArrowLeft');
  await inPhase(page, 'revealed');
  assert.match(await inLast(page, 'status').innerText(), /You chose A: A is .+, B is .+\. The vote is saved\./);
  assert.match(await inLast(page, 'pane-a').innerText(), /Aurora \(simulated\)[^]*\+\d+\.\d/);
  await turn(page).getByText('Say why, or score the answers').waitFor();
  await assertWell(page, 'reveal');
}

/** After the reload: what was revealed is, what was under way goes on and is voted on; Esc and the keys belong to the last battle. */
async function resumed(page) {
  await inPhase(page, 'voting');
  const earlier = page.locator('.turn').nth(2);
  assert.match(await earlier.locator('[data-part="pane-a"]').innerText(), /Aurora \(simulated\)[^]*In one sentence\?/);
  await page.keyboard.press('t');
  await inPhase(page, 'revealed');
  await page.keyboard.press('n');
  await inPhase(page, 'voting');
  assert.equal(await inLast(page, 'name').first().innerText(), 'Model A');
  await page.reload();
  await inPhase(page, 'voting');
  assert.equal(await earlier.locator('.battle').getAttribute('data-phase'), 'revealed');
}
