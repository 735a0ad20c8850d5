import highlighter from 'highlight.js/lib/common';

/** Longer code stays plain: colouring it would hold up the page. In characters. */
const longest = 50_000;

/** Replaces the text of an element by the same text in coloured pieces. An unknown language changes nothing. */
export function highlight(element: HTMLElement, language: string): void {
  const text = element.textContent ?? '';
  if (!highlighter.getLanguage(language) || text.length > longest) {
    return;
  }
  const pieces = new DOMParser().parseFromString(highlighter.highlight(text, { language, ignoreIllegals: true }).value, 'text/html');
  element.replaceChildren(...copies(pieces.body));
}

/** Text and spans with the highlighter's classes, and nothing else, whatever came. */
function copies(from: Node): Node[] {
  return [...from.childNodes].map(node => {
    if (!(node instanceof Element)) {
      return document.createTextNode(node.textContent ?? '');
    }
    const span = document.createElement('span');
    span.className = [...node.classList].filter(name => /^(?:hljs-[\w-]+|\w+_)$/.test(name)).join(' ');
    span.append(...copies(node));
    return span;
  });
}
