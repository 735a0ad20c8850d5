import { MarkdownRenderer } from '../battle/markdown';
import { part } from '../battle/dom';
import { isOpen, type State, waiting } from './state';
import { statusOf } from './status';
import { TurnView } from './turn';

/** Writes a conversation into the page. Reads nothing back: what is shown depends on the state alone. */
export class ChatView {
  private readonly turns: TurnView[] = [];
  private readonly renderer = new MarkdownRenderer(window);
  private frame = 0;
  private state: State | null = null;

  constructor(private readonly root: HTMLElement) {}

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
    const list = part(this.root, 'turns');
    for (const gone of this.turns.splice(state.turns.length)) {
      gone.root.remove();
    }
    for (const [i, turn] of state.turns.entries()) {
      const view = (this.turns[i] ??= this.append(list));
      view.show(turn, i === state.turns.length - 1);
    }
    part(this.root, 'hero').hidden = state.turns.length > 0;
    part(this.root, 'clear').hidden = state.turns.length === 0;
    part(this.root, 'stop').hidden = !isOpen(last);
    part(this.root, 'send').hidden = isOpen(last);
    const status = part(this.root, 'status');
    const text = statusOf(last);
    if (status.textContent !== text) {
      status.textContent = text; // the same text again would be read out again
    }
    if (follows) {
      scrollTo({ top: document.documentElement.scrollHeight });
    }
    this.moveFocus(state);
  }

  private append(list: HTMLElement): TurnView {
    const view = new TurnView(this.renderer);
    list.append(view.root);
    return view;
  }

  /** Where there is something to do for the user now, and what had the focus is gone or was the question. */
  private moveFocus(state: State): void {
    const last = state.turns.at(-1);
    const active = document.activeElement as HTMLElement | null;
    if (active && active !== document.body && active.checkVisibility()) {
      return;
    }
    const target = last && waiting(last).length > 0 && last.phase === 'tools' ? this.turns.at(-1)!.root.querySelector<HTMLElement>('textarea') : part(this.root, 'message');
    target?.focus({ preventScroll: true });
  }
}
