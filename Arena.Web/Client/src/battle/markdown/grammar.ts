import { Marked, type TokenizerExtension, type RendererExtension, type Tokens } from 'marked';

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, character => escaped[character]!);

type Extension = TokenizerExtension & RendererExtension;
type Math = Tokens.Generic & { tex: string; display: boolean };

/** `code`, so that a page without the typesetter shows what the model wrote; `data-tex` says that it is mathematics. */
const renderMath = ({ tex, display }: Math) => `<code data-tex="${display ? 'block' : 'inline'}">${escape(tex)}</code>`;

const blockMath: Extension = {
  name: 'blockMath',
  level: 'block',
  start: source => /(?:^|\n) {0,3}(?:\$\$|\\\[)/.exec(source)?.index,
  // No blank line inside: what comes later never changes a paragraph before one.
  tokenizer(source) {
    const match = /^ {0,3}(?:\$\$((?:(?!\n[ \t]*\n)[^])+?)\$\$|\\\[((?:(?!\n[ \t]*\n)[^])+?)\\\])[ \t]*(?:\n|$)/.exec(source);
    return match ? { type: 'blockMath', raw: match[0], tex: (match[1] ?? match[2]!).trim(), display: true } : undefined;
  },
  renderer: token => `<p>${renderMath(token as Math)}</p>\n`,
};

const inlineMath: Extension = {
  name: 'inlineMath',
  level: 'inline',
  start: source => /\$|\\[([]/.exec(source)?.index,
  // A dollar sign opens before and closes after something that is not white space, and closes before no digit, as in Pandoc's
  // tex_math_dollars: amounts of money stay what they are.
  tokenizer(source) {
    const match =
      /^\$\$((?:\\[^]|[^\\$])+?)\$\$/.exec(source) ??
      /^\\\[((?:(?!\n[ \t]*\n)[^])+?)\\\]/.exec(source) ??
      /^\$(?![\s$])((?:\\[^]|[^\\$\n])*?[^\s\\$])\$(?!\d)/.exec(source) ??
      /^\\\(((?:(?!\n[ \t]*\n)[^])+?)\\\)/.exec(source);
    const display = /^(?:\$\$|\\\[)/.test(source);
    return match ? { type: 'inlineMath', raw: match[0], tex: match[1]!.trim(), display } : undefined;
  },
  renderer: token => renderMath(token as Math),
};

/** `<think>…</think>`: folded, and while it is still open everything that has come so far. */
const thinking: Extension = {
  name: 'thinking',
  level: 'block',
  start: source => /(?:^|\n)<think(?:ing)?>/i.exec(source)?.index,
  tokenizer(source) {
    const match = /^<(think|thinking)>([^]*?)(?:<\/\1>\s*|$)/i.exec(source);
    return match ? { type: 'thinking', raw: match[0], tokens: this.lexer.blockTokens(match[2]!.trim(), []) } : undefined;
  },
  renderer(token) {
    return `<details><summary>Thinking</summary>${this.parser.parse(token.tokens ?? [])}</details>\n`;
  },
};

/** Markdown as models write it, with mathematics and thinking; HTML is text. */
export const grammar = new Marked({
  gfm: true,
  extensions: [blockMath, inlineMath, thinking],
  renderer: {
    // The page has the first two levels.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    code({ text, lang }) {
      const language = /^[\w+#.-]{1,24}/.exec(lang ?? '')?.[0];
      return `<pre${language ? ` data-lang="${language}"` : ''}><code>${escape(text)}\n</code></pre>\n`;
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
