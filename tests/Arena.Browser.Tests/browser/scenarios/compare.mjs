import assert from 'node:assert/strict';

/** Uploads a PDF, compares three models, gives stars, sees the chart move, finds the comparison again. */
export default async function compare(scene) {
  const page = await scene.open('/compare');
  const before = await ratings(page, scene);

  await page.goto(`${scene.url}/compare`);
  const question = `What does chapter ${Math.random().toString(36).slice(2)} say?`;
  await page.fill('#prompt', question);
  await page.setInputFiles('#file', { name: 'report.pdf', mimeType: 'application/pdf', buffer: pdf(['Chapter one: rainbows.', 'Chapter two: rain.']) });
  await page.getByText('2 pages,').waitFor();
  assert.match(await page.locator('[data-part="document-text"]').innerText(), /Page 1\s+Chapter one: rainbows\.\s+Page 2\s+Chapter two: rain\./);

  // Another choice than the one that is offered.
  const boxes = page.locator('input[name="models"]:enabled');
  for (const box of await boxes.all()) {
    await box.setChecked(false);
  }
  for (let i = 0; i < 3; i++) {
    await boxes.nth(i).check();
  }
  await page.getByText('3 of 2 to 6 chosen').waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();

  await page.waitForURL(/\/compare\/[0-9a-f]+$/);
  await page.locator('#compare[data-phase="answered"]').waitFor();
  const answers = page.locator('[data-answer]');
  assert.equal(await answers.count(), 3);
  for (const answer of await answers.all()) {
    assert.ok((await answer.locator('[data-part="answer"]').innerText()).length > 20);
    assert.match(await answer.locator('[data-part="facts"]').innerText(), /Latency[\s\S]*Tokens[\s\S]*Cost/);
  }

  // With the keyboard: the arrow keys move through the stars of one answer.
  const model = await answers.nth(1).locator('[data-part="name"]').innerText();
  const saved = page.waitForResponse(response => response.url().endsWith('/stars') && response.ok());
  await answers.nth(1).locator('input[value="3"]').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await saved;
  await answers.nth(1).getByRole('button', { name: 'Best answer' }).click();
  await page.locator('[data-answer="2"][data-picked]').waitFor();

  const after = await ratings(page, scene);
  assert.equal(after.get(model), (before.get(model) ?? 0) + 1);

  await page.getByRole('link', { name: 'History' }).click();
  await page.fill('input[name="query"]', question.slice(0, -6).toUpperCase());
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText(`${model} ★★★★`).waitFor();
  await page.getByRole('link', { name: question }).click();
  await page.locator('#compare[data-phase="answered"]').waitFor();
  assert.equal(await page.locator('[data-answer="2"] input:checked').getAttribute('value'), '4');

  await page.getByRole('link', { name: 'Ask again with a change' }).click();
  await page.getByText('report.pdf').waitFor();
  assert.equal(await page.inputValue('#prompt'), question);
  assert.equal(await page.locator('input[name="models"]:checked').count(), 3);

  // Nothing sticks out of a phone.
  await page.setViewportSize({ width: 360, height: 780 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}

/** How many ratings the chart shows, by model. */
async function ratings(page, scene) {
  await page.goto(`${scene.url}/compare/ratings`);
  const rows = await page.locator('tbody tr').all();
  const counts = await Promise.all(rows.map(async row => [await row.locator('th').innerText(), Number(await row.locator('td').first().innerText())]));
  assert.equal(await page.locator('.star-chart circle').count(), counts.reduce((sum, [, count]) => sum + count, 0));
  return new Map(counts);
}

/** A PDF with one line of text on each page (ISO 32000-1, 7.5). */
function pdf(lines) {
  const pages = lines.map((_, i) => 4 + 2 * i);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${pages.map(id => `${id} 0 R`).join(' ')}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...lines.flatMap((line, i) => {
      const content = `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents ${pages[i] + 1} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map(offset => `${offset} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`, 'latin1');
}
