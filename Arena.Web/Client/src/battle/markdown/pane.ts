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
  private whole = false;
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
    if (now === this.text && (growing || this.whole)) {
      return;
    }
    const stable = growing && now.startsWith(this.text) ? this.stable() : 0;
    const offset = this.rendered.slice(0, stable).reduce((length, { raw }) => length + raw.length, 0);
    this.links = stable > 0 ? this.links : {};
    const blocks = this.renderer.blocks(now.slice(offset), this.links);
    const defines = !growing && Object.keys(this.links).length > 0; // then the same text may now mean another link
    this.replace(stable, blocks, defines ? 0 : sameAtStart(blocks, this.rendered.slice(stable)));
    [this.text, this.whole] = [now, !growing];
    this.finish();
  }

  /** How many blocks no later text changes: those before the last one that is not blank. */
  private stable(): number {
    return Math.max(0, this.rendered.findLastIndex(({ type }) => type !== 'space'));
  }

  private replace(from: number, blocks: Token[], keep: number): void {
    for (const old of this.rendered.splice(from + keep)) {
      old.nodes.forEach(node => node.remove());
    }
    for (const block of blocks.slice(keep)) {
      const fragment = this.renderer.render(block);
      this.rendered.push({ raw: block.raw, type: block.type, nodes: [...fragment.childNodes], finished: false });
      this.element.append(fragment);
    }
  }

  private finish(): void {
    for (const block of this.rendered.slice(0, this.whole ? this.rendered.length : this.stable())) {
      if (!block.finished) {
        block.finished = true;
        this.renderer.finish(block.nodes);
      }
    }
  }
}

function sameAtStart(blocks: readonly Token[], rendered: readonly Rendered[]): number {
  const other = blocks.findIndex((block, i) => block.raw !== rendered[i]?.raw);
  return other < 0 ? blocks.length : other;
}
