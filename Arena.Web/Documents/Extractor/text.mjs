import { Pages } from './pages.mjs';

/** Plain text, Markdown or CSV: what it says. A form feed ends a page. */
export function readText(bytes, limits) {
  const pages = new Pages(limits);
  const parts = decode(bytes).split('\f');
  for (const [i, part] of parts.entries()) {
    if ((i > 0 && !pages.next()) || !pages.add(part)) {
      break;
    }
  }
  return pages.result(parts.length);
}

/** By its byte order mark, else UTF-8, else what Windows writes. Any byte has a meaning there, so that this never fails. */
export function decode(bytes, declared) {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : declared;
  for (const encoding of [marked, 'utf-8']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one, or one that nobody knows.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}
