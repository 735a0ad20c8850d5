import createDOMPurify, { type Config, type WindowLike } from 'dompurify';
import { Marked, type Token } from 'marked';

/** What an answer may consist of. Everything else is dropped, with its content where that is not text. */
const allowed: Config = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'code', 'del', 'em', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'strong',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['align', 'href', 'start', 'title'],
  ADD_URI_SAFE_ATTR: ['align', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, character => escaped[character]!);

const marked = new Marked({
  gfm: true,
  renderer: {
    // The page has the first two levels.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // HTML in an answer is shown as what the model wrote.
    html: ({ text }) => escape(text),
    // An answer must not make the reader's browser call another host: a picture is a link to it.
    image({ href, text }) {
      return `<a href="${escape(href)}">${escape(text || href)}</a>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

export class MarkdownRenderer {
  private readonly purify;

  constructor(window: WindowLike) {
    this.purify = createDOMPurify(window);
    this.purify.addHook('afterSanitizeAttributes', node => {
      if (node.tagName === 'A') {
        node.setAttribute('target', '_blank');
        node.setAttribute('rel', 'noopener noreferrer nofollow');
      } else if (node.tagName === 'PRE' || node.tagName === 'TABLE') {
        node.setAttribute('tabindex', '0'); // it scrolls sideways: the keyboard must reach it
      }
    });
  }

  /** The top-level blocks of a text; appending to the text changes only the last ones. */
  blocks(text: string): Token[] {
    return marked.lexer(text);
  }

  render(block: Token): DocumentFragment {
    return this.purify.sanitize(marked.parser([block]), allowed) as unknown as DocumentFragment;
  }
}

/**
 * Keeps one pane in step with its growing text: only the blocks that changed are parsed and replaced, so that a selection in
 * an older paragraph survives and the work of a frame does not grow with the answer.
 */
export class MarkdownPane {
  private rendered: { raw: string; nodes: ChildNode[] }[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly renderer: MarkdownRenderer,
  ) {}

  show(text: string): void {
    const blocks = this.renderer.blocks(text);
    const same = blocks.findIndex((block, i) => block.raw !== this.rendered[i]?.raw);
    const keep = same < 0 ? blocks.length : same;
    for (const old of this.rendered.splice(keep)) {
      old.nodes.forEach(node => node.remove());
    }
    for (const block of blocks.slice(keep)) {
      const fragment = this.renderer.render(block);
      this.rendered.push({ raw: block.raw, nodes: [...fragment.childNodes] });
      this.element.append(fragment);
    }
  }
}
