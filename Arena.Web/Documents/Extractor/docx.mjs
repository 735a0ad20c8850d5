import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { Pages } from './pages.mjs';
import { Refused } from './refused.mjs';

const mainPart = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const compatibility = 'http://schemas.openxmlformats.org/markup-compatibility/2006';

/** The text of a Word document (ISO/IEC 29500). Pages are those that Word noted when it saved the file, and those that the author began. */
export async function readDocx(bytes, limits) {
  const { zip, entries } = await open(bytes, limits);
  try {
    const types = await unpack(zip, entries.get('[Content_Types].xml'), limits);
    if (/macroEnabled|vbaProject/i.test(types) || [...entries.keys()].some(name => /vbaProject\.bin$/i.test(name))) {
      throw new Refused('macros', 'The document carries macros. Save it as DOCX without them.');
    }
    const body = [...types.matchAll(/<Override\s[^>]*>/g)].map(([override]) => override).find(override => override.includes(mainPart));
    const name = /PartName="\/?([^"]+)"/.exec(body ?? '')?.[1];
    if (!name) {
      throw new Refused('unreadable', 'The file is a ZIP archive, but not a Word document.');
    }
    return read(await unpack(zip, entries.get(name), limits), limits);
  } finally {
    zip.close();
  }
}

/** All entries by name; sizes are what the archive says, and are checked again when one is unpacked. */
async function open(bytes, limits) {
  const zip = await promised(done => yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, done));
  const entries = new Map();
  let size = 0;
  await new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', entry => {
      size += entry.uncompressedSize;
      if (entries.has(entry.fileName)) {
        reject(new Refused('unreadable', 'The archive has two parts of one name.')); // programs differ in which of them they read
        return;
      }
      entries.set(entry.fileName, entry);
      if (size > limits.unpackedBytes || entries.size > limits.entries) {
        reject(tooLarge(limits));
      } else if (entry.isEncrypted()) {
        reject(new Refused('encrypted', 'The document is protected by a password.'));
      } else {
        zip.readEntry();
      }
    });
    zip.readEntry();
  });
  return { zip, entries };
}

async function unpack(zip, entry, limits) {
  if (!entry) {
    throw new Refused('unreadable', 'The file is a ZIP archive, but not a Word document.');
  }
  const stream = await promised(done => zip.openReadStream(entry, done));
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limits.unpackedBytes) {
      throw tooLarge(limits);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function read(xml, limits) {
  const pages = new Pages(limits);
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  let ignored = 0; // within what was moved away, or is there for older programs
  let inText = false;
  let full = false;
  const add = text => {
    full ||= !pages.add(text);
  };
  const isIgnored = tag => (tag.uri === word && tag.local === 'moveFrom') || (tag.uri === compatibility && tag.local === 'Fallback');

  parser.on('error', error => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Refused('unreadable', 'The document declares a document type, which no Word document does.');
  });
  parser.on('opentag', tag => {
    if (++depth > limits.depth) {
      throw new Refused('too-deep', `Elements are nested more than ${limits.depth} deep.`);
    }
    if (isIgnored(tag)) {
      ignored++;
    }
    if (tag.uri !== word || ignored > 0) {
      return;
    }
    switch (tag.local) {
      case 't':
        inText = true;
        break;
      case 'tab':
        add('\t');
        break;
      case 'cr':
        add('\n');
        break;
      case 'br':
        breaks(tag.attributes['w:type']?.value === 'page');
        break;
      case 'lastRenderedPageBreak':
        breaks(true);
        break;
    }
  });
  parser.on('text', text => {
    if (inText) {
      add(text);
    }
  });
  parser.on('closetag', tag => {
    depth--;
    inText = false;
    if (isIgnored(tag)) {
      ignored--;
    } else if (tag.uri === word && ignored === 0) {
      add({ p: '\n', tc: '\t', tr: '\n' }[tag.local] ?? '');
    }
  });

  const breaks = page => {
    if (page) {
      full ||= !pages.next();
    } else {
      add('\n');
    }
  };
  for (let at = 0; at < xml.length && !full; at += 65_536) {
    parser.write(xml.slice(at, at + 65_536));
  }
  return pages.result();
}

const tooLarge = limits => new Refused('too-large-unpacked', `Unpacked, the document is larger than ${limits.unpackedBytes} bytes, or has more than ${limits.entries} parts.`);

const promised = call => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
