// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { MarkdownPane, MarkdownRenderer } from '../src/battle/markdown';
import { attacks, formulas } from './xss-corpus';

const renderer = new MarkdownRenderer(window);

function render(...texts: string[]): HTMLElement {
  const element = document.createElement('div');
  const pane = new MarkdownPane(element, renderer);
  texts.forEach(text => pane.show(text));
  return element;
}

const allowedTags = new Set(
  'A BLOCKQUOTE BR BUTTON CODE DEL DETAILS DIV EM H3 H4 H5 H6 HR LI OL P PRE SPAN STRONG SUMMARY TABLE TBODY TD TH THEAD TR UL'.split(' '),
);
const allowedAttributes = new Set(
  ['align', 'class', 'data-copy', 'data-lang', 'data-tex', 'href', 'rel', 'start', 'tabindex', 'target', 'title', 'type'],
);

/** What the page itself adds. */
const ours = /^(?:code|code-head|math|math math-display|hljs-\S+(?: \w+_)*)$/;

/** What no formula may bring: the rest of what a typesetter makes is its own business. */
const outlaws = '.katex :is(a, img, script, iframe, object, embed, form, input, [href], [src], [id], [onclick], [onerror], [onload])';

/** Everything in an answer that is not on the list of what an answer may be. */
function dangers(element: HTMLElement): string[] {
  return [...element.querySelectorAll('*')].filter(node => !node.closest('.math > *')).flatMap(node => [
    ...(allowedTags.has(node.tagName) ? [] : [`<${node.tagName}>`]),
    ...[...node.attributes].filter(({ name }) => !allowedAttributes.has(name)).map(({ name }) => `${node.tagName} ${name}`),
    ...(node.className && !ours.test(node.className) ? [`class ${node.className}`] : []),
    ...(node.querySelector(outlaws) ? [node.innerHTML] : []),
    ...(node.hasAttribute('href') && !/^(https?|mailto):/.test(node.getAttribute('href')!) ? [`href ${node.getAttribute('href')}`] : []),
  ]);
}

describe('an answer', () => {
  it('is rendered as Markdown, with headings below those of the page', () => {
    expect(render('# Title\n\nSome **bold** and `code`.\n\n- one\n- two').innerHTML).toBe(
      '<h3>Title</h3>\n<p>Some <strong>bold</strong> and <code>code</code>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n',
    );
  });

  it('may hold tables and code, which the keyboard can scroll', () => {
    expect(render('| a | b |\n|:-|-:|\n| 1 | 2 |\n\n```js\nlet x = "<b>";\n```').innerHTML).toBe(
      '<table tabindex="0">\n<thead>\n<tr>\n<th align="left">a</th>\n<th align="right">b</th>\n</tr>\n</thead>\n' +
        '<tbody><tr>\n<td align="left">1</td>\n<td align="right">2</td>\n</tr>\n</tbody></table>\n' +
        '<div class="code"><div class="code-head"><span>js</span><button type="button" data-copy="code">Copy</button></div>' +
        '<pre data-lang="js" tabindex="0"><code>let x = "&lt;b&gt;";\n</code></pre></div>\n',
    );
  });

  it('opens its links elsewhere, without a way back to this page', () => {
    expect(render('[docs](https://example.org/a)').innerHTML).toBe(
      '<p><a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">docs</a></p>\n',
    );
  });

  it('loads no picture from anywhere: it becomes a link', () => {
    expect(render('![a cat](https://example.org/cat.png)').innerHTML).toBe(
      '<p><a href="https://example.org/cat.png" target="_blank" rel="noopener noreferrer nofollow">a cat</a></p>\n',
    );
  });

  it('shows HTML as what the model wrote', () => {
    expect(render('a <u>tag</u>').textContent).toBe('a <u>tag</u>\n');
  });

  it('keeps the nodes of blocks that did not change while it grows', () => {
    const element = document.createElement('div');
    const pane = new MarkdownPane(element, renderer);
    pane.show('First.\n\nSec');
    const first = element.firstElementChild;
    pane.show('First.\n\nSecond.\n\nThird');
    expect({ same: element.firstElementChild === first, text: element.textContent }).toEqual({ same: true, text: 'First.\nSecond.\nThird\n' });
  });

  it('reads the same whether it came at once or letter by letter', () => {
    const text = '# A\n\n1. one\n2. two\n\n```py\nprint("x")\n```\n\n> quote\n\n| a |\n|-|\n| 1 |\n\nend *here*';
    const growing = Array.from(text, (_, i) => text.slice(0, i + 1));
    expect(render(...growing).innerHTML).toBe(render(text).innerHTML);
  });

  it('gives whole code its colours, and code that still grows none', async () => {
    const element = document.createElement('div');
    const pane = new MarkdownPane(element, renderer);
    pane.show('```py\nreturn 1\n```', true);
    const growing = element.querySelector('code')!.innerHTML;
    pane.show('```py\nreturn 1\n```');
    await vi.waitFor(() => expect(element.querySelector('.hljs-keyword')?.textContent).toBe('return'));
    expect({ growing, text: element.querySelector('code')!.textContent, dangers: dangers(element) }).toEqual({
      growing: 'return 1\n',
      text: 'return 1\n',
      dangers: [],
    });
  });

  it('reads a definition at its end also for links before it', () => {
    const text = '[docs][d]\n\nmore\n\n[d]: https://example.org/';
    const element = document.createElement('div');
    const pane = new MarkdownPane(element, renderer);
    Array.from(text, (_, i) => pane.show(text.slice(0, i + 1), true));
    pane.show(text);
    expect(element.innerHTML).toBe(render(text).innerHTML);
    expect(element.querySelector('a')?.getAttribute('href')).toBe('https://example.org/');
  });

  it('folds thinking, also while it is open', () => {
    const open = render('<think>\nWell.\n\nHm.').querySelector('details');
    const closed = render('<think>\nWell.\n</think>\n\nParis.');
    expect([open?.textContent, closed.querySelector('details')?.textContent, closed.lastElementChild?.textContent]).toEqual([
      'ThinkingWell.\nHm.\n',
      'ThinkingWell.\n',
      'Paris.',
    ]);
  });

  it('that starts over replaces the old one', () => {
    expect(render('old text\n\nmore', '', 'new').innerHTML).toBe('<p>new</p>\n');
  });
});

describe('mathematics', () => {
  const texOf = (text: string) =>
    [...render(text).querySelectorAll<HTMLElement>('[data-tex], .math')].map(node => node.dataset.tex ?? node.className);

  it('is what stands between its marks, and money is not', () => {
    expect(['$x^2$', '\\(x\\)', '$$\\sum_i i$$', 'so \\[a\\\\b\\] it is', '$5 and $10', 'a $ b $', '`$x$`', 'costs $5.'].map(text => texOf(text).length)).toEqual(
      [1, 1, 1, 1, 0, 0, 0, 0],
    );
  });

  it('is typeset once it can be; what cannot be read stays as it was written', async () => {
    const element = document.createElement('div');
    document.body.append(element);
    new MarkdownPane(element, renderer).show('$x^2$ and $\\frac{1}{$');
    await vi.waitFor(() => expect(element.querySelector('.math .katex')).not.toBeNull());
    expect([...element.querySelectorAll('[data-tex]')].map(node => node.textContent)).toEqual(['\\frac{1}{']);
  });

  it('brings no link, picture, handler or attribute of its own', async () => {
    for (const text of formulas) {
      const element = document.createElement('div');
      document.body.append(element);
      new MarkdownPane(element, renderer).show(`$x$ ${text}`);
      await vi.waitFor(() => expect(element.querySelector('.katex')).not.toBeNull());
      expect(dangers(element), text).toEqual([]);
    }
  });
});

describe('hostile answers', () => {
  it.each(attacks)('%s', attack => {
    expect(dangers(render(attack))).toEqual([]);
  });

  it('are harmless in every state of arrival', { timeout: 60_000 }, () => {
    for (const attack of attacks) {
      const element = document.createElement('div');
      const pane = new MarkdownPane(element, renderer);
      // At each mark: a letter more of a word turns nothing.
      for (const { index } of attack.matchAll(/\W|$/g)) {
        pane.show(attack.slice(0, index + 1), true);
        expect(dangers(element), attack.slice(0, index + 1)).toEqual([]);
      }
    }
  });

  it('would be seen by this test if they came through', () => {
    const element = document.createElement('div');
    element.innerHTML = '<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">x</a>';
    expect(dangers(element)).toEqual(['<IMG>', 'IMG src', 'IMG onerror', 'href javascript:alert(1)']);
  });
});
