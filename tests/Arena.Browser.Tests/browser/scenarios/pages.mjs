import assert from 'node:assert/strict';
import { assertAccessible, assertContrast, assertNarrow } from '../axe.mjs';
import { pagesOf } from '../pages.mjs';

const fits = async (page, where) => {
  const { content, window, wide } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: innerWidth,
    wide: [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML.slice(0, 90)).slice(0, 5),
  }));
  assert.ok(content <= window, `${where}: ${content} of ${window} pixels, by ${wide.join(' … ')}`);
};

/** What a reader without a mouse needs: a way past the bar, a title, and what scrolls reachable by key. */
async function assertKeyboard(page, where) {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content', where);
  assert.ok(await page.locator('#content').count(), `${where}: what the skip link leads to`);
  assert.equal(await page.locator('h1').count(), 1, `${where}: one heading of the first level`);
  const unreachable = await page.evaluate(() => [...document.querySelectorAll('main *')]
    .filter(element => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'auto')
    .filter(element => element.tabIndex < 0 && !element.querySelector('a, button, input'))
    .map(element => element.outerHTML.slice(0, 120)));
  assert.deepEqual(unreachable, [], where);
  await page.evaluate(() => document.activeElement.blur()); // the skip link lies over the bar while it has the focus
}

/** What a node is doing is for owners, who sign in with a key; the switches of a stack that runs are not ours. */
async function asOwner(scene) {
  if (!scene.control) {
    return;
  }
  const page = await scene.open('/nodes', { reducedMotion: 'reduce', viewport: { width: 360, height: 740 } });
  assert.doesNotMatch(await page.locator('main').innerText(), /In flight|Memory/);
  await page.getByRole('link', { name: 'Sign in as owner' }).click();
  await page.getByLabel('Admin key').fill('the-key-of-the-browser-tests');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/nodes$/);
  assert.match(await page.locator('main').innerText(), /In flight\s+2[^]*16 of 24 GiB taken[^]*Swaps on gpu-node/i);
  await assertAccessible(page, 'nodes of an owner, dark');
  await page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  await assertContrast(page, 'nodes of an owner, light');
  await fits(page, 'nodes of an owner');
}

/** Every page of pages.mjs, each fetched once: both themes, the keyboard, 360 pixels, 1440 and ultrawide. */
export default async function pages(scene) {
  await asOwner(scene);
  const page = await scene.open('/', { expected: [/status of \d/], reducedMotion: 'reduce' });
  for (const { name, path, status, focuses } of await pagesOf(scene.url)) {
    await page.setViewportSize({ width: 1440, height: 900 });
    const response = await page.goto(scene.url + path);
    assert.equal(response.status(), status, name);
    if (!focuses) {
      await assertKeyboard(page, name);
    }
    await assertAccessible(page, `${name}, dark`);
    await page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
    await assertContrast(page, `${name}, light`);
    for (const width of [2560, 360]) {
      await page.setViewportSize({ width, height: 740 });
      await fits(page, `${name} at ${width}`);
    }
    await assertNarrow(page, `${name} at 360`);
  }

  // The menu of a telephone: opened, walked through and closed by keys.
  await page.goto(`${scene.url}/leaderboard`);
  const menu = page.getByRole('navigation', { name: 'Main' });
  assert.equal(await menu.isVisible(), false);
  await page.getByRole('button', { name: 'Menu' }).focus();
  await page.keyboard.press('Enter');
  assert.ok(await menu.isVisible());
  await fits(page, 'menu');
  await assertAccessible(page, 'menu');
  await page.keyboard.press('Escape');
  assert.equal(await menu.isVisible(), false);
}
