import createDOMPurify, { type Config, type WindowLike } from 'dompurify';
import { Lexer, type Token } from 'marked';
import { finishCode, frameCode } from './code';
import { grammar } from './grammar';
import { typeset } from './math';

/** What an answer may consist of. Everything else is dropped, with its content where that is not text. */
const allowed: Config = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'code', 'del', 'details', 'em', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'summary',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['align', 'data-lang', 'data-tex', 'href', 'start', 'title'],
  ADD_URI_SAFE_ATTR: ['align', 'data-lang', 'data-tex', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** Text of a model, to what may be shown of it. */
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

  /**
   * The top-level blocks of a text; appending to the text changes only the last one that is not blank. `links`: the definitions of the
   * text before, and of this one afterwards.
   */
  blocks(text: string, links: Lexer['tokens']['links'] = {}): Token[] {
    const lexer = new Lexer(grammar.defaults);
    lexer.tokens.links = links;
    return lexer.lex(text);
  }

  /** Framed code, typeset mathematics; code gets its colours when it is whole, from `finish`. */
  render(block: Token): DocumentFragment {
    const fragment = this.purify.sanitize(grammar.parser([block]), allowed) as unknown as DocumentFragment;
    fragment.querySelectorAll('pre').forEach(frameCode);
    fragment.querySelectorAll<HTMLElement>('[data-tex]').forEach(typeset);
    return fragment;
  }

  /** Nothing more comes into these nodes. */
  finish(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node instanceof HTMLElement) {
        finishCode(node);
      }
    }
  }
}
