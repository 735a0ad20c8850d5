import type { Preference, Preparing, Problem, Reveal, Slot } from './contract';
import { change, notes, rating, seconds, speed } from './format';
import { MarkdownPane, type MarkdownRenderer } from './markdown';
import type { State } from './state';

const slots: readonly Slot[] = ['a', 'b'];
const chosen: Record<Preference, string> = { left: 'A', right: 'B', tie: 'a tie', both_bad: 'both bad' };

/** Writes a state into the page that the server rendered. Reads nothing back: what is shown depends on the state alone. */
export class BattleView {
  private readonly panes: Record<Slot, PaneView>;
  private frame = 0;
  private state: State | null = null;

  constructor(
    private readonly root: HTMLElement,
    renderer: MarkdownRenderer,
  ) {
    this.panes = { a: new PaneView(part(root, 'pane-a'), renderer), b: new PaneView(part(root, 'pane-b'), renderer) };
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
    const before = this.root.dataset.phase;
    this.root.dataset.phase = state.phase;
    this.renderPrompt(state);
    this.renderPanes(state);
    this.renderStatus(state);
    this.renderChoices(state);
    this.renderProblem(state);
    if (before !== state.phase) {
      this.moveFocus(state);
    }
  }

  private renderPrompt(state: State): void {
    if (state.phase === 'idle') {
      return;
    }
    const battle = 'battle' in state ? state.battle : null;
    const { message } = battle ?? (state as { message: string });
    if (message) {
      setText(part(this.root, 'prompt'), message);
    }
    setText(part(this.root, 'view'), battle && battle.totalViews > 1 ? `View ${battle.viewIndex + 1} of ${battle.totalViews}` : '');
  }

  private renderPanes(state: State): void {
    for (const slot of slots) {
      this.panes[slot].show(slot, state);
    }
  }

  private renderStatus(state: State): void {
    const { text, tone } = statusOf(state);
    const status = part(this.root, 'status');
    setText(status, text);
    status.dataset.tone = tone;
  }

  private renderChoices(state: State): void {
    const vote = state.phase === 'voting' ? state.vote : null;
    for (const button of this.root.querySelectorAll<HTMLButtonElement>('[data-vote]')) {
      button.toggleAttribute('data-chosen', button.dataset.vote === vote?.preference);
      // Not `disabled`: that would throw the focus back to the top of the page.
      button.setAttribute('aria-disabled', String(vote !== null));
    }
  }

  private renderProblem(state: State): void {
    const problem = state.phase === 'idle' ? state.problem : null;
    const notice = part(this.root, 'problem');
    notice.hidden = problem === null;
    setText(notice, problem ? sentence(problem) : '');
  }

  /** What had the focus may be gone: the next thing to do takes it, and only then. */
  private moveFocus(state: State): void {
    const active = document.activeElement;
    if (active && active !== document.body && (active as HTMLElement).checkVisibility()) {
      return;
    }
    const target = { idle: 'message', starting: 'status', streaming: 'status', voting: 'status', revealed: 'next', failed: 'retry' }[state.phase];
    part(this.root, target).focus({ preventScroll: true });
  }
}

class PaneView {
  private readonly markdown: MarkdownPane;
  private readonly answer: HTMLElement;

  constructor(
    private readonly root: HTMLElement,
    renderer: MarkdownRenderer,
  ) {
    this.answer = part(root, 'answer');
    this.markdown = new MarkdownPane(this.answer, renderer);
  }

  show(slot: Slot, state: State): void {
    const text = 'answers' in state ? state.answers[slot] : '';
    const follows = this.answer.scrollHeight - this.answer.scrollTop - this.answer.clientHeight < 24;
    this.markdown.show(text);
    if (follows && state.phase === 'streaming') {
      this.answer.scrollTop = this.answer.scrollHeight;
    }
    setText(part(this.root, 'pane-state'), paneState(state, text));
    this.showReveal(slot, state.phase === 'revealed' ? state.reveal : null);
  }

  private showReveal(slot: Slot, reveal: Reveal | null): void {
    const letter = slot.toUpperCase();
    const side = reveal?.details[slot];
    setText(part(this.root, 'name'), side?.display_name ?? `Model ${letter}`);
    this.root.toggleAttribute('data-chosen', reveal?.preference === (slot === 'a' ? 'left' : 'right'));
    const facts = part(this.root, 'facts');
    const score = part(this.root, 'rating');
    facts.hidden = score.hidden = !side;
    if (!reveal || !side) {
      return;
    }
    const [before, after] = [reveal.ratings.before[slot], reveal.ratings.after[slot]];
    setText(part(score, 'step'), `${rating(before)} → ${rating(after)}`);
    const difference = part(score, 'change');
    setText(difference, change(before, after));
    difference.dataset.direction = after > before ? 'up' : after < before ? 'down' : 'same';
    facts.replaceChildren(
      fact('Latency', seconds(side.latency_seconds)),
      fact('First token', seconds(side.time_to_first_token_seconds)),
      fact('Speed', speed(side.tokens_per_second)),
      ...notes(side).map(note),
    );
  }
}

function statusOf(state: State): { text: string; tone: 'calm' | 'warn' } {
  switch (state.phase) {
    case 'idle':
      return { text: '', tone: 'calm' };
    case 'starting':
      return state.waiting ? { text: `${sentence(state.waiting)} Trying again…`, tone: 'warn' } : { text: 'Choosing two models…', tone: 'calm' };
    case 'streaming':
      return { text: state.connected ? writing(state.preparing) : 'Connecting…', tone: 'calm' };
    case 'voting':
      return votingStatus(state);
    case 'revealed': {
      const preference = chosen[state.reveal.preference];
      return { text: `You chose ${preference}: ${names(state.reveal)}. The vote is saved.`, tone: 'calm' };
    }
    case 'failed':
      return { text: sentence(state.problem), tone: 'warn' };
  }
}

function writing(preparing: Preparing | null): string {
  if (!preparing) {
    return 'Both models are writing. The vote opens when both are done.';
  }
  return preparing.state === 'queued' && preparing.position > 0
    ? `Waiting for a place for the two models, ${preparing.position} before you…`
    : 'The two models are being made ready…';
}

function votingStatus({ vote, problem }: Extract<State, { phase: 'voting' }>): { text: string; tone: 'calm' | 'warn' } {
  if (vote?.waiting) {
    return { text: `Your vote for ${chosen[vote.preference]} is not saved yet. ${sentence(vote.waiting)} Trying again…`, tone: 'warn' };
  }
  if (vote) {
    return { text: 'Saving your vote…', tone: 'calm' };
  }
  return problem ? { text: sentence(problem), tone: 'warn' } : { text: 'Which answer is better?', tone: 'calm' };
}

function paneState(state: State, text: string): string {
  switch (state.phase) {
    case 'starting':
      return 'Waiting';
    case 'streaming':
      return text ? 'Writing' : 'Thinking';
    case 'failed':
      return 'Void';
    case 'revealed':
      return text ? '' : 'No longer kept';
    default:
      return '';
  }
}

const names = ({ details: { a, b } }: Reveal) => `A is ${a.display_name}, B is ${b.display_name}`;

const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);
const sentence = ({ title, detail }: Problem) => (detail ? `${ended(title)} ${ended(detail)}` : ended(title));

function fact(name: string, value: string): HTMLElement {
  const group = document.createElement('div');
  const [term, description] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  description.textContent = value;
  group.append(term, description);
  return group;
}

function note(text: string): HTMLElement {
  const group = fact('Note', text);
  group.className = 'note';
  return group;
}

/** Writing the same text again would make a screen reader say it again. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** An element that the page promises to have. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const element = root.querySelector<T>(`[data-part="${name}"]`);
  if (!element) {
    throw new Error(`The page has no part '${name}'.`);
  }
  return element;
}
