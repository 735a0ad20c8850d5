import { mkdir } from 'node:fs/promises';
import { ask, phase } from '../scene.mjs';

/** Not a test: every state of a battle in both themes and on a phone (the pages: pictures.mjs), into ARENA_SHOTS (default: TestResults/screenshots, untracked). */
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
  }
}
