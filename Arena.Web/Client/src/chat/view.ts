import { part, setText } from '../battle/dom';
import { MarkdownRenderer } from '../battle/markdown';
import type { BattlePanel } from '../battle/panel';
import type { Battles } from './battles';
import { isOpen, type State, waiting } from './state';
import { statusOf } from './status';
import { TurnView } from './turn';

/** Writes a conversation into the page. Reads nothing back: what is shown depends on the state alone. */
export class ChatView {
  private readonly turns: TurnView[] = [];
  private readonly renderer = new MarkdownRenderer(window);
  private readonly parts: Record<'hero' | 'turns' | 'clear' | 'stop' | 'send' | 'status', HTMLElement>;
  private readonly message: HTMLTextAreaElement;
  private frame = 0;
  private state: State | null = null;
  /** The battle of the last turn, which the keys belong to. */
  private panel: BattlePanel | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly battles: Omit<Battles, 'template' | 'renderer'>,
  ) {
    // Before there are turns: their battles have parts of the same names.
    const own = (name: string) => part(root, name);
    this.parts = { hero: own('hero'), turns: own('turns'), clear: own('clear'), stop: own('stop'), send: own('send'), status: own('status') };
    this.message = part<HTMLTextAreaElement>(root, 'message');
  }

  /** Gives a key to the battle that it was pressed in, else to the one of the last turn. */
  press(event: KeyboardEvent): void {
    const own = this.panels().find(panel => panel.root.contains(event.target as Node));
    (own ?? this.panel)?.press(event);
  }

  wake(): void {
    this.panels().forEach(panel => panel.battle.wake());
  }

  /** At most once per frame, however fast tokens arrive. */
  show(state: State): void {
    this.state = state;
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render(this.state!);
    });
  }

  private render(state: State): void {
    const follows = innerHeight + scrollY >= document.documentElement.scrollHeight - 48;
    const last = state.turns.at(-1);
    this.root.dataset.phase = last?.phase ?? 'empty';
    for (const gone of this.turns.splice(state.turns.length)) {
      gone.remove();
    }
    for (const [i, turn] of state.turns.entries()) {
      const view = (this.turns[i] ??= this.append());
      view.show(turn, i === state.turns.length - 1);
    }
    this.parts.hero.hidden = state.turns.length > 0;
    this.parts.clear.hidden = state.turns.length === 0;
    this.parts.stop.hidden = !isOpen(last);
    this.parts.send.hidden = isOpen(last);
    setText(this.parts.status, statusOf(last));
    const panel = this.turns.at(-1)?.panel ?? null;
    const opened = panel !== null && panel !== this.panel;
    this.panel = panel;
    if (follows && opened) {
      this.turns.at(-1)!.root.scrollIntoView(); // both sides of it are in sight, and its vote
    } else if (follows) {
      scrollTo({ top: document.documentElement.scrollHeight });
    }
    this.moveFocus(state, opened);
  }

  private append(): TurnView {
    const template = this.root.querySelector('template')!;
    const view = new TurnView(this.renderer, { ...this.battles, template, renderer: this.renderer });
    this.parts.turns.append(view.root);
    return view;
  }

  private panels(): BattlePanel[] {
    return this.turns.flatMap(({ panel }) => panel ?? []);
  }

  /** Where there is something to do for the user now, and what had the focus is gone or was the question: a battle that opens takes its keys. */
  private moveFocus(state: State, opened: boolean): void {
    const last = state.turns.at(-1);
    const { message, panel } = this;
    const active = document.activeElement as HTMLElement | null;
    const asked = opened && active === message && message.value === '';
    if (active && active !== document.body && active.checkVisibility() && !asked) {
      return;
    }
    if (panel) {
      panel.focus();
    } else {
      const result = last?.phase === 'tools' && waiting(last).length > 0 ? this.turns.at(-1)!.root.querySelector('textarea') : null;
      (result ?? message).focus({ preventScroll: true });
    }
  }
}
