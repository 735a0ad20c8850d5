import { MarkdownPane, MarkdownRenderer } from '../battle/markdown';
import { part, setText } from '../battle/dom';
import { sentence } from '../battle/status';
import { type CompareApi, ProblemError } from './api';
import { factsOf, notesOf } from './format';
import { type Action, type AnswerState, initial, reduce, type State } from './state';
import { CompareStream } from './stream';

const pauseBeforeStars = 300;

/** One comparison on its page: follows the answers, takes stars and the pick. */
export class CompareResult {
  private readonly panes: AnswerPane[];
  private readonly timers = new Map<number, number>();
  private state: State;
  private frame = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly api: CompareApi,
  ) {
    const renderer = new MarkdownRenderer(window);
    this.panes = [...root.querySelectorAll<HTMLElement>('[data-answer]')].map(pane => new AnswerPane(pane, renderer));
    this.state = initial(this.panes.length, root.dataset.blind !== undefined);
    for (const [i, pane] of this.panes.entries()) {
      pane.onStars(stars => this.giveStars(i + 1, stars));
      pane.onPick(() => void this.pick(i + 1));
    }
    void this.begin();
  }

  private get id(): string {
    return this.root.dataset.comparison!;
  }

  private async begin(): Promise<void> {
    if (await this.load()) {
      return;
    }
    new CompareStream(`/api/compare/${encodeURIComponent(this.id)}/stream`, {
      happened: action => this.happened(action),
      ended: () => this.load(),
      failed: problem => this.happened({ type: 'failed', problem }),
    });
  }

  /** True when the answers are in the ledger. */
  private async load(): Promise<boolean> {
    const comparison = await this.guard(() => this.api.get(this.id));
    if (comparison) {
      this.happened({ type: 'loaded', comparison });
    }
    return comparison?.state === 'answered';
  }

  /** Moving through the radio buttons with the arrow keys gives each of them: the one where it stops is sent. */
  private giveStars(position: number, stars: number): void {
    this.happened({ type: 'stars', position, stars });
    clearTimeout(this.timers.get(position));
    this.timers.set(position, setTimeout(() => void this.judge(() => this.api.stars(this.id, position, stars)), pauseBeforeStars) as unknown as number);
  }

  private pick(position: number): Promise<void> {
    this.happened({ type: 'pick', position });
    return this.judge(() => this.api.pick(this.id, position));
  }

  private async judge(call: () => ReturnType<CompareApi['get']>): Promise<void> {
    const comparison = await this.guard(call);
    if (comparison) {
      this.happened({ type: 'loaded', comparison });
    }
  }

  private async guard<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      this.happened({ type: 'problem', problem: error.problem });
      return null;
    }
  }

  /** Shown at most once per frame, however fast tokens arrive. */
  private happened(action: Action): void {
    this.state = reduce(this.state, action);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  }

  private render(): void {
    const { state } = this;
    this.root.dataset.phase = state.phase;
    setText(part(this.root, 'status'), statusOf(state));
    for (const [i, pane] of this.panes.entries()) {
      pane.show(state.answers[i]!, state);
      pane.showPick(state.picked === i + 1);
    }
  }
}

class AnswerPane {
  private readonly markdown: MarkdownPane;

  constructor(
    private readonly root: HTMLElement,
    renderer: MarkdownRenderer,
  ) {
    const answer = part(root, 'answer');
    answer.replaceChildren(); // what the server wrote for readers without script
    delete answer.dataset.plain;
    this.markdown = new MarkdownPane(answer, renderer);
  }

  onStars(give: (stars: number) => void): void {
    this.root.addEventListener('change', event => give(Number((event.target as HTMLInputElement).value)));
  }

  onPick(pick: () => void): void {
    part(this.root, 'pick').addEventListener('click', pick);
  }

  show(answer: AnswerState, state: State): void {
    this.root.dataset.phase = answer.phase;
    this.markdown.show(answer.text);
    setText(part(this.root, 'pane-state'), paneState(answer));
    if (answer.facts) {
      setText(part(this.root, 'name'), answer.facts.display_name);
    }
    const facts = part(this.root, 'facts');
    facts.hidden = !answer.facts;
    if (answer.facts) {
      const notes = notesOf(answer.facts).map(text => ['Note', text] as [string, string]);
      facts.replaceChildren(...[...factsOf(answer.facts), ...notes].map(([name, value]) => fact(name, value)));
    }
    part(this.root, 'judgement').hidden = state.phase !== 'answered' || answer.phase !== 'done';
    for (const star of this.root.querySelectorAll<HTMLInputElement>('input[type="radio"]')) {
      star.checked = Number(star.value) === answer.stars;
    }
    part(this.root, 'stars').dataset.stars = String(answer.stars ?? 0);
  }

  showPick(picked: boolean): void {
    this.root.toggleAttribute('data-picked', picked);
    part(this.root, 'pick').setAttribute('aria-pressed', String(picked));
  }
}

function statusOf(state: State): string {
  if (state.problem) {
    return sentence(state.problem);
  }
  if (state.phase === 'answered') {
    if (state.blind && !state.revealed) {
      return 'Give each answer its stars, or pick the best: then the names are shown.';
    }
    const named = state.answers.flatMap((answer, i) => (answer.namesItself ? [i + 1] : []));
    return named.length > 0
      ? `This was not blind: answer ${named.join(' and ')} named its model.`
      : 'All answers are kept. Give them stars, and pick the best.';
  }
  const done = state.answers.filter(answer => answer.phase === 'done' || answer.phase === 'broken').length;
  return !state.connected ? 'Connecting…' : done === state.answers.length ? 'Saving the answers…' : `${done} of ${state.answers.length} answers are complete.`;
}

function paneState(answer: AnswerState): string {
  switch (answer.phase) {
    case 'waiting':
      return 'Thinking';
    case 'preparing':
      return answer.waiting > 0 ? `Waiting, ${answer.waiting} before` : 'Loading';
    case 'writing':
      return 'Writing';
    case 'broken':
      return answer.cause && answer.cause !== 'failed' ? `Broke off: ${answer.cause.replaceAll('_', ' ')}` : 'Broke off';
    case 'done':
      return '';
  }
}

function fact(name: string, value: string): HTMLElement {
  const group = document.createElement('div');
  const [term, description] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  description.textContent = value;
  group.append(term, description);
  group.classList.toggle('note', name === 'Note');
  return group;
}
