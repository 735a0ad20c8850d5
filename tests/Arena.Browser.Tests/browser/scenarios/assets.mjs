import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { pagesOf } from '../pages.mjs';
import { ask, phase } from '../scene.mjs';

const types = { js: /^text\/javascript/, css: /^text\/css/, svg: /^image\/svg\+xml/, woff2: /^font\/woff2/ };

const mostScript = 100_000; // compressed: https://web.dev/articles/performance-budgets-101

/** Bytes of the modules and of all that they import before they run, as they are sent. */
async function scriptBytes(assets) {
  const modules = new Set(assets.filter(asset => asset.endsWith('.js')));
  let bytes = 0;
  for (const module of modules) { // grows while imports are read
    const text = await (await fetch(module)).text();
    bytes += gzipSync(text).length;
    [...text.matchAll(/(?:import|from)\s*"(\.[^"]+\.js)"/g)].forEach(match => modules.add(new URL(match[1], module).href));
  }
  return bytes;
}

/** Every asset that a page names, and every one that those name. */
export default async function assets(scene) {
  const page = await scene.open('/');
  await ask(page);
  await phase(page, 'voting');
  const pages = [new URL(page.url()).pathname, ...(await pagesOf(scene.url)).map(({ path }) => path)];
  const named = new Set();
  const preloaded = new Set();
  for (const path of pages) {
    const html = await (await fetch(scene.url + path)).text();
    const found = [...html.matchAll(/(?:src|href)="([^"#]+\.\w+)"/g)].map(match => new URL(match[1], scene.url + path).href)
      .filter(address => !new URL(address).pathname.startsWith('/api/')); // a link to a document of the API
    assert.ok(found.length >= 3, `${path} names its assets`);
    found.forEach(asset => named.add(asset));
    const [, font] = /rel="preload" href="([^"]+)" as="font"/.exec(html) ?? [];
    preloaded.add(new URL(font, scene.url).href);
    assert.ok(await scriptBytes(found) < mostScript, `${path} loads less than ${mostScript} bytes of script`);
    assert.doesNotMatch(html, /<style|style="|<script(?![^>]*\ssrc=)|\son\w+=/i, `${path} has nothing inline`);
  }

  const inStyles = new Set();
  for (const asset of named) { // grows while style sheets are read
    const { pathname, origin } = new URL(asset);
    assert.equal(origin, scene.url, `${asset} is ours`);
    const response = await fetch(asset, { headers: { 'accept-encoding': 'gzip' } });
    const type = response.headers.get('content-type') ?? '';
    const body = Buffer.from(await response.arrayBuffer());
    assert.equal(response.status, 200, asset);
    assert.ok(body.length > 0, asset);
    assert.match(type, types[pathname.split('.').pop()] ?? /never/, asset);
    assert.match(response.headers.get('cache-control') ?? '', /max-age=31536000, immutable/, asset);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff', asset);
    if (pathname.endsWith('.css')) {
      [...body.toString().matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(match => new URL(match[1], asset).href).forEach(address => {
        named.add(address);
        inStyles.add(address);
      });
    }
  }
  assert.deepEqual([...preloaded].map(font => inStyles.has(font)), [true], 'the one font that is asked for early is the one of the style sheet');
  console.log([...named].join('\n'));
}
