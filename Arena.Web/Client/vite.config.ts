import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser of the last ten years reads the first form of a font: the other two would only lie there. */
const fontsOnce: Plugin = {
  name: 'fonts-once',
  enforce: 'pre',
  transform(code, id) {
    return id.includes('katex') && id.endsWith('.css') ? code.replaceAll(/,url\([^)]+\) format\("(?:woff|truetype)"\)/g, '') : null;
  },
};

export default defineConfig({
  plugins: [fontsOnce],
  // Relative, so that a style sheet finds its fonts wherever the pages are mounted.
  base: './',
  publicDir: false,
  build: {
    outDir: here('../wwwroot/dist'),
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: true,
    // A data: URL of a font would need font-src data:.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        battle: here('src/battle.ts'),
        compare: here('src/compare.ts'),
        chat: here('src/chat.ts'),
        live: here('src/live.ts'),
        site: here('src/site.ts'),
        feedback: here('src/feedback.ts'),
        app: here('styles/app.css'),
      },
      output: {
        // Stable names: the server fingerprints what a page names (MapStaticAssets). What only a bundle names carries its hash.
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: asset => (asset.names.includes('app.css') ? '[name][extname]' : 'assets/[name]-[hash][extname]'),
      },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
  },
});
