// node browser/run.mjs <scenario>
//   ARENA_URL       the pages, for example http://127.0.0.1:8080
//   ARENA_CHROMIUM  the browser
//   ARENA_CONTROL   the switches of what is behind the pages (Stage/BackEnds.cs, or of a stack); absent where there are none
//   ARENA_RATINGS   what the gateway would send on to ratings goes there; absent behind a gateway
import { chromium } from 'playwright-core';
import { Scene } from './scene.mjs';

const [scenario] = process.argv.slice(2);
const { default: play } = await import(`./scenarios/${scenario}.mjs`);

const browser = await chromium.launch({
  executablePath: process.env.ARENA_CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const scene = new Scene(browser, process.env.ARENA_URL.replace(/\/$/, ''), process.env.ARENA_CONTROL, process.env.ARENA_RATINGS);
try {
  await play(scene);
  scene.assertQuiet();
  console.log(`${scenario}: passed`);
} finally {
  await browser.close();
}
