import type { DocumentInfo } from './contract';
import { count } from './format';

/** `20 pages, 41,000 characters`. */
export const sizeOf = (document: DocumentInfo): string =>
  `${document.total_pages > 1 ? `${count(document.total_pages)} pages, ` : ''}${count(document.characters)} characters${document.cut ? ', the rest is cut' : ''}`;

/** What models read of a document, page by page. */
export function pagesOf({ pages }: DocumentInfo): HTMLElement[] {
  return pages.map((text, i) => {
    const page = document.createElement('section');
    if (pages.length > 1) {
      const heading = document.createElement('h3');
      heading.textContent = `Page ${i + 1}`;
      page.append(heading);
    }
    const body = document.createElement('p');
    body.textContent = text;
    page.append(body);
    return page;
  });
}
