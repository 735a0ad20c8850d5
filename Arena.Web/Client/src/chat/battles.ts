import type { MarkdownRenderer } from '../battle/markdown';
import { BattlePanel } from '../battle/panel';

/** How the battles of a conversation come about, and what they tell it. */
export interface Battles {
  /** What Panel.razor wrote, to be copied. */
  template: HTMLTemplateElement;
  renderer: MarkdownRenderer;
  /** The battle of this id went on as another one, which the conversation now has in its place. */
  moved(from: string, to: string): void;
  newPrompt(text: string): void;
}

let made = 0;

/** The battle of one turn, with a panel of its own. */
export class TurnBattle {
  readonly panel: BattlePanel;
  private current: string;

  constructor(id: string, question: string, battles: Battles) {
    this.current = id;
    this.panel = new BattlePanel(copyOf(battles.template), {
      renderer: battles.renderer,
      moved: to => {
        const from = this.current;
        this.current = to;
        battles.moved(from, to);
      },
      newPrompt: battles.newPrompt,
    });
    void this.panel.battle.resume(id, question);
  }

  get id(): string {
    return this.current;
  }

  remove(): void {
    this.panel.leave();
    this.panel.root.remove();
  }
}

/** Ids are given once on a page: those of the copy, and what names them, get a number. */
function copyOf(template: HTMLTemplateElement): HTMLElement {
  const copy = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  const suffix = `-${++made}`;
  for (const attribute of ['id', 'for', 'aria-labelledby']) {
    for (const element of copy.querySelectorAll(`[${attribute}]`)) {
      element.setAttribute(attribute, element.getAttribute(attribute) + suffix);
    }
  }
  return copy;
}
