import { fileURLToPath } from 'node:url';
import { Pages } from './pages.mjs';
import { Refused } from './refused.mjs';

// Only drawing needs it, but the module names it when it is loaded.
globalThis.DOMMatrix ??= class {};
globalThis.pdfjsWorker = await import('pdfjs-dist/legacy/build/pdf.worker.min.mjs');
const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.min.mjs');

const data = folder => fileURLToPath(new URL(`node_modules/pdfjs-dist/${folder}/`, import.meta.url));

/** The text of a PDF by Mozilla's pdf.js. Nothing in the file is run or drawn. */
export async function readPdf(bytes, limits) {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: data('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: data('standard_fonts'),
    disableFontFace: true,
    enableXfa: false,
    isEvalSupported: false,
    useSystemFonts: false,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await loading.promise;
    const pages = new Pages(limits);
    for (let number = 1; number <= document.numPages; number++) {
      if ((number > 1 && !pages.next()) || !pages.add(await textOf(await document.getPage(number)))) {
        break;
      }
    }
    return pages.result(document.numPages);
  } catch (error) {
    if (error?.name === 'PasswordException') {
      throw new Refused('encrypted', 'The document is protected by a password.');
    }
    throw error;
  } finally {
    await loading.destroy();
  }
}

async function textOf(page) {
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map(item => (item.str ?? '') + (item.hasEOL ? '\n' : '')).join('');
}
