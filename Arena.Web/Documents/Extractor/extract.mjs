// node extract.mjs <kind> <limits as JSON>     the document on standard input, one JSON object on standard output:
//   { "pages": ["…"], "total": 20, "cut": false }    or    { "error": "encrypted", "detail": "…" }
// Runs outside the service because documents come from strangers: the caller limits its time, memory and output, and clears its environment.
import { readDocx } from './docx.mjs';
import { readHtml } from './html.mjs';
import { Refused } from './refused.mjs';
import { readText } from './text.mjs';

const readers = {
  pdf: async (bytes, limits) => (await import('./pdf.mjs')).readPdf(bytes, limits), // by far the largest to load
  docx: readDocx,
  html: readHtml,
  markdown: readText,
  csv: readText,
  text: readText,
};

// Libraries warn on the console; standard output is the result's.
console.log = console.info = console.warn = console.error;

const [kind, limits] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}

process.stdout.write(JSON.stringify(await read(Buffer.concat(chunks))));

async function read(bytes) {
  try {
    const { pages, ...rest } = await readers[kind](bytes, JSON.parse(limits));
    // A cut, or a font that says so, may leave half of a surrogate pair, which is no text.
    return { pages: pages.map(page => page.toWellFormed()), ...rest };
  } catch (error) {
    if (error instanceof Refused) {
      return { error: error.code, detail: error.message };
    }
    console.error(error);
    return { error: 'unreadable', detail: 'The file is damaged, or not what its name says.' };
  }
}
