import assert from 'node:assert/strict';
import { part, phase } from '../scene.mjs';

const text = words => Array.from({ length: words }, (_, i) => `fact${i}`).join(' ');
const file = (name, content) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

/** A document is chosen or dropped, read before it is sent, and cut where a person sees it: in a comparison and in a blind battle. */
export default async function attach(scene) {
  const page = await scene.open('/compare', { expected: [/415 .*api\/documents$/] });
  const document = part(page, 'document-text');

  await choose(page, () => page.getByText('choose one, or drop it here').click(), file('long.txt', text(8_000)));
  await part(page, 'document').waitFor();
  assert.match(await part(page, 'document-name').innerText(), /^long\.txt$/);
  assert.match(await document.innerText(), /^fact0 fact1 .* fact7999$/s);
  assert.ok(await part(page, 'cut').isHidden(), 'nothing is cut before it is known for whom');
  await page.fill('#prompt', 'Which fact is last?');
  await part(page, 'cut').waitFor();
  assert.match(await part(page, 'cut').innerText(), /^Only the beginning fits into the smallest context of these models: [\d,]+ of 70,889 characters\. Every model gets the same\.$/);

  await drop(page, '#prompt', 'short.md', 'What is *dropped*.');
  await page.getByText('short.md', { exact: true }).waitFor();
  assert.equal(await document.innerText(), 'What is *dropped*.');
  await part(page, 'cut').waitFor({ state: 'hidden' });

  await drop(page, '#prompt', 'program.exe', 'MZ');
  await page.getByText('This kind of file is not read.').waitFor();
  assert.equal(await part(page, 'document-name').innerText(), 'short.md');

  await page.goto(`${scene.url}/`);
  await choose(page, () => page.getByText('Attach', { exact: true }).click(), file('book.txt', text(60_000)));
  await part(page, 'attached').waitFor();
  assert.equal(await part(page, 'attached-name').innerText(), 'book.txt: 399,999 characters, the rest is cut');

  // What is sent at once, while the document is still read, is sent with it.
  const started = page.waitForRequest('**/start_battle');
  await page.fill('#message', 'Which fact is first?');
  await drop(page, '#message', 'facts.md', `# Facts\n\n${text(200)}`);
  await page.keyboard.press('Enter');
  assert.match((await started).postDataJSON().document, /^[0-9a-f]{64}$/);
  assert.match(await part(page, 'attached-name').textContent(), /^facts\.md: 1,\d\d\d characters$/);
  assert.match(await part(page, 'attached-text').textContent(), /^# Facts\s+fact0 .* fact199$/s);
  await phase(page, 'voting');
}

async function choose(page, click, chosen) {
  const chooser = page.waitForEvent('filechooser');
  await click();
  await (await chooser).setFiles(chosen);
}

/** As the browser tells of a file that is dragged over a part of the page and let go there. */
async function drop(page, selector, name, content) {
  const dataTransfer = await page.evaluateHandle(([name, content]) => {
    const data = new DataTransfer();
    data.items.add(new File([content], name));
    return data;
  }, [name, content]);
  await page.dispatchEvent(selector, 'dragover', { dataTransfer });
  assert.equal(await page.locator('form[data-over]').count(), 1);
  await page.dispatchEvent(selector, 'drop', { dataTransfer });
  assert.equal(await page.locator('[data-over]').count(), 0);
}
