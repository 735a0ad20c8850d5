import type { Token } from 'marked';
import type { MarkdownRenderer } from './renderer';

interface Rendered {
  raw: string;
  type: string;
  nodes: ChildNode[];
  finished: boolean;
}

/**
 * Keeps one element in step with its growing text. Only what changed is parsed and replaced: a selection in an older paragraph survives,
 * and the work of a frame does not grow with the text.
 */
export class MarkdownPane {
  private text = '';
  private rendered: Rendered[] = [];
  private links: NonNullable<Parameters<MarkdownRenderer['blocks']>[1]> = {};

  constructor(
    private readonly element: HTMLElement,
    private readonly renderer: MarkdownRenderer,
  ) {
    element.replaceChildren();
  }

  /** `growing`: more may follow. The whole text is then read once more at its end, where a definition may still name an earlier link. */
  show(text: string, growing = false): void {
    const now = text.replace(/\r\n?/g, '\n');
    const grows = growing && now.startsWith(this.text);
    if (now === this.text && grows) {
      return;
    }
    const stable = grows ? this.stable() : 0;
    const offset = this.rendered.slice(0, stable).reduce((length, { raw }) => length + raw.length, 0);
    this.links = stable > 0 ? this.links : {};
    this.replace(stable, this.renderer.blocks(now.slice(offset), this.links));
    this.text = now;
    this.finish(growing);
  }

  /** How many blocks no later text changes: those before the last one that is not blank. */
  private stable(): number {
    return Math.max(0, this.rendered.findLastIndex(({ type }) => type !== 'space'));
  }

  private replace(from: number, blocks: Token[]): void {
    const same = blocks.findIndex((block, i) => block.raw !== this.rendered[from + i]?.raw);
    const keep = same < 0 ? blocks.length : same;
    for (const old of this.rendered.splice(from + keep)) {
      old.nodes.forEach(node => node.remove());
    }
    for (const block of blocks.slice(keep)) {
      const fragment = this.renderer.render(block);
      this.rendered.push({ raw: block.raw, type: block.type, nodes: [...fragment.childNodes], finished: false });
      this.element.append(fragment);
    }
  }

  private finish(growing: boolean): void {
    for (const block of this.rendered.slice(0, growing ? this.stable() : this.rendered.length)) {
      if (!block.finished) {
        block.finished = true;
        this.renderer.finish(block.nodes);
      }
    }
  }
}
