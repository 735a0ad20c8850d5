import { mkdir } from 'node:fs/promises';
import { ask, phase, prompt } from '../scene.mjs';

/**
 * Not a test: what no address alone shows (the pages: pictures.mjs), in both themes, on a desktop and on a telephone: the states of a battle and of a
 * comparison, the lists that they fill, the board on paper and, with ARENA_ADMIN_KEY, the owner's nodes. Into ARENA_SHOTS (default:
 * TestResults/screenshots, untracked).
 */
export default async function screenshots(scene) {
  const folder = process.env.ARENA_SHOTS ?? 'TestResults/screenshots';
  await mkdir(folder, { recursive: true });
  const desktop = { viewport: { width: 1280, height: 800 } };
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  for (const [name, theme, options] of [['dark', 'dark', desktop], ['light', 'light', desktop], ['phone', 'dark', phone], ['phone-light', 'light', phone]]) {
    const page = await scene.open('/', { ...options, expected: [/status of 404/] });
    if (theme === 'light') {
      await page.getByRole('button', { name: 'Use the light theme' }).click();
    }
    const shoot = state => page.screenshot({ path: `${folder}/${name}-${state}.png` });
    await shoot('prompt');
    await ask(page);
    await page.waitForFunction(() => document.querySelector('.answer').innerText.length > 200);
    await shoot('streaming');
    await phase(page, 'voting');
    await shoot('voting');
    await page.keyboard.press('ArrowLeft');
    await phase(page, 'revealed');
    await page.waitForTimeout(400);
    await shoot('revealed');
    await page.goto(`${scene.url}/history`);
    await shoot('own-battles');

    if (process.env.ARENA_ADMIN_KEY) {
      await page.goto(`${scene.url}/owner`);
      await page.getByLabel('Admin key').fill(process.env.ARENA_ADMIN_KEY);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/nodes$/);
      await page.locator('.node').first().waitFor();
      await page.screenshot({ path: `${folder}/${name}-nodes-owner.png`, fullPage: true });
    }

    await page.goto(`${scene.url}/compare`);
    await page.fill('#prompt', prompt);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('#compare[data-phase="answered"]').waitFor();
    await shoot('compared');
    await page.goto(`${scene.url}/compare/history`);
    await shoot('compare-history');

    await page.goto(`${scene.url}/leaderboard`);
    await page.emulateMedia({ media: 'print' });
    await shoot('paper');
    await page.context().close();
  }
}
