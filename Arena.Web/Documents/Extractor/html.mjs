import { parse } from 'parse5';
import { Pages } from './pages.mjs';
import { Refused } from './refused.mjs';
import { decode } from './text.mjs';

const skipped = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe', 'object', 'select', 'textarea']);
const blocks = new Set([
  'address', 'article', 'aside', 'blockquote', 'body', 'caption', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'footer', 'form',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul',
]);
const charset = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i;

/** What a browser would show of a page, without its layout. */
export function readHtml(bytes, limits) {
  const declared = charset.exec(bytes.subarray(0, 1024).toString('latin1'))?.[1];
  const pages = new Pages(limits);
  // A stack of our own: a tree from a stranger may be deeper than ours is.
  const waiting = [{ node: parse(decode(bytes, declared)), depth: 0, pre: false }];
  while (waiting.length > 0) {
    const { node, depth, pre, text } = waiting.pop();
    if (text !== undefined ? !pages.add(text) : node.nodeName === '#text' && !pages.add(pre ? node.value : node.value.replace(/\s+/g, ' '))) {
      break;
    }
    if (text !== undefined || !node.childNodes || isHidden(node)) {
      continue;
    }
    if (depth > limits.depth) {
      throw new Refused('too-deep', `Elements are nested more than ${limits.depth} deep.`);
    }
    const { before, after } = around(node);
    waiting.push({ text: after });
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      waiting.push({ node: node.childNodes[i], depth: depth + 1, pre: pre || node.nodeName === 'pre' });
    }
    waiting.push({ text: before });
  }
  return pages.result();
}

function isHidden(node) {
  const attribute = name => node.attrs?.find(one => one.name === name)?.value;
  return skipped.has(node.nodeName) || attribute('hidden') !== undefined || /display\s*:\s*none/i.test(attribute('style') ?? '');
}

function around({ nodeName }) {
  switch (nodeName) {
    case 'br':
      return { before: '\n', after: '' };
    case 'li':
      return { before: '\n- ', after: '\n' };
    case 'td':
    case 'th':
      return { before: '', after: '\t' };
    default:
      return blocks.has(nodeName) ? { before: '\n', after: '\n' } : { before: '', after: '' };
  }
}
