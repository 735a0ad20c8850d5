import { mkdir } from 'node:fs/promises';
import { pagesOf } from '../pages.mjs';

/**
 * Not a test: every page (pages.mjs) in both themes, on a desktop and on a telephone, into ARENA_SHOTS (default: TestResults/pictures, untracked).
 * ARENA_PAGES=model,history takes only these.
 */
export default async function pictures(scene) {
  const folder = process.env.ARENA_SHOTS ?? 'TestResults/pictures';
  const only = process.env.ARENA_PAGES?.split(',');
  await mkdir(folder, { recursive: true });
  const desktop = { viewport: { width: 1280, height: 800 } };
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  const pages = (await pagesOf(scene.url)).filter(({ name }) => !only || only.includes(name));
  for (const [device, options] of Object.entries({ desktop, phone })) {
    for (const theme of ['dark', 'light']) {
      const page = await scene.open('/', {
        ...options, expected: [/status of \d/], cookies: [{ name: 'arena-theme', value: theme, url: scene.url }], reducedMotion: 'reduce',
      });
      for (const { name, path } of pages) {
        await page.goto(scene.url + path);
        await page.screenshot({ path: `${folder}/${name}-${device}-${theme}.png`, fullPage: device === 'desktop' });
      }
      await page.context().close();
    }
  }
  console.log(`${folder}: ${pages.length * 4} pictures`);
}
