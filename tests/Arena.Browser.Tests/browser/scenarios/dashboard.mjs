import assert from 'node:assert/strict';

/**
 * The genuine Aspire dashboard over the engine's test AppHost (tests/Aspire.Dashboard.Tests); ARENA_URL is its login link. What is checked is
 * that it understands what it is told: the list with its tree, the graph, a line of a log, a command with a dialog, a restart.
 */
export default async function dashboard(scene) {
  const page = await scene.open('');
  const row = name => page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: new RegExp(`: ${name}$`) }) });

  for (const name of ['server', 'db', 'back', 'front']) {
    await row(name).getByText('Running').waitFor();
  }

  // The command and its dialog: what will not do is asked again.
  await row('front').getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Greet' }).click();
  const dialog = page.locator('fluent-dialog');
  await dialog.getByText('Greet: front').waitFor();
  await dialog.locator('fluent-text-field input').fill('Ada');
  await dialog.locator('fluent-number-field input').fill('2');
  await dialog.getByRole('button', { name: 'Greet' }).click();
  await page.getByRole('heading', { name: 'Hello Ada! Hello Ada!' }).waitFor();
  await page.keyboard.press('Escape');

  // A restart takes another process, which is seen to start.
  const started = row('back').getByRole('gridcell').nth(2);
  const before = await started.innerText();
  await row('back').getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Restart' }).click();
  await page.waitForFunction(([cell, text]) => cell.innerText !== text, [await started.elementHandle(), before]);
  await row('back').getByText('Running').waitFor();

  const origin = new URL(page.url()).origin;
  await page.goto(`${origin}/?view=Graph`);
  const node = name => page.locator('.resource-graph, svg').getByText(name, { exact: true });
  for (const name of ['server', 'db', 'back', 'front']) {
    await node(name).first().waitFor();
  }
  assert.ok(await page.locator('.resource-link, line, path.link').count() >= 3, 'front → back → db → server');

  await page.goto(`${origin}/consolelogs/resource/server`);
  await page.getByText('database system is ready to accept connections').waitFor();
}
