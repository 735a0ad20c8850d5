import type { Reveal, RevealedSide, Slot } from './contract';
import { part, setText } from './dom';
import { change, facts, notes, rating } from './format';
import { MarkdownPane, type MarkdownRenderer } from './markdown';
import type { State, Turns } from './state';
import { paneStateOf } from './status';

/** How near to the end a reader must be to be taken along, in pixels. */
const near = 24;

/** One side of a battle: its conversation, and after the vote who it was. */
export class PaneView {
  private readonly scroll: HTMLElement;
  private readonly earlier: HTMLElement;
  private readonly answer: MarkdownPane;
  private turns: Turns = [];
  private message = '';
  private shown = '';

  constructor(
    private readonly slot: Slot,
    private readonly root: HTMLElement,
    private readonly renderer: MarkdownRenderer,
  ) {
    this.scroll = part(root, 'answer');
    this.earlier = part(root, 'earlier');
    const text = part(root, 'text');
    text.classList.remove('plain'); // what the server wrote for readers without script
    this.answer = new MarkdownPane(text, renderer);
  }

  show(state: State): void {
    const follows = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < near;
    const began = this.showEarlier(state);
    this.answer.show('answers' in state ? state.answers[this.slot] : '', state.phase === 'streaming');
    if (began || (follows && state.phase === 'streaming')) {
      this.scroll.scrollTop = this.scroll.scrollHeight;
    }
    setText(part(this.root, 'pane-state'), paneStateOf(state, this.slot));
    this.root.toggleAttribute('data-broken', state.phase === 'failed' && state.problem.slot === this.slot);
    this.showReveal(state.phase === 'revealed' ? state.reveal : null, ('battle' in state && state.battle.models?.[this.slot]) || null);
  }

  /** What was said before, and the question that is answered now. True when that changed. */
  private showEarlier(state: State): boolean {
    const { message, turns } = conversationOf(state);
    if (turns === this.turns && message === this.message) {
      return false;
    }
    [this.turns, this.message] = [turns, message];
    const key = turns.length > 0 ? JSON.stringify([turns, message]) : '';
    if (key === this.shown) {
      return false; // the server tells of it as the page does
    }
    this.shown = key;
    this.earlier.replaceChildren(
      ...turns.flatMap((turn, i) => [...(i > 0 ? [question(turn.message)] : []), this.render(turn.answers[this.slot])]),
      ...(turns.length > 0 ? [question(message)] : []),
    );
    return key !== '';
  }

  private render(text: string): HTMLElement {
    const element = document.createElement('div');
    element.className = 'answer';
    new MarkdownPane(element, this.renderer).show(text);
    return element;
  }

  private showReveal(reveal: Reveal | null, chosen: string | null): void {
    const side = reveal?.details[this.slot];
    setText(part(this.root, 'name'), side?.display_name ?? chosen ?? `Model ${this.slot.toUpperCase()}`);
    this.root.toggleAttribute('data-chosen', reveal?.preference === (this.slot === 'a' ? 'left' : 'right'));
    const [list, score] = [part(this.root, 'facts'), part(this.root, 'rating')];
    list.hidden = score.hidden = !side;
    if (!reveal || !side) {
      return;
    }
    const [before, after] = [reveal.ratings.before[this.slot], reveal.ratings.after[this.slot]];
    setText(part(score, 'step'), `${rating(before)} → ${rating(after)}`);
    const difference = part(score, 'change');
    setText(difference, change(before, after));
    difference.dataset.direction = after > before ? 'up' : after < before ? 'down' : 'same';
    list.replaceChildren(...factsOf(side));
  }
}

const conversationOf = (state: State): { message: string; turns: Turns } =>
  state.phase === 'idle' ? { message: '', turns: [] } : 'battle' in state ? state.battle : state;

const factsOf = (side: RevealedSide) => [
  ...facts(side).map(([name, value]) => fact(name, value)),
  ...notes(side).map(text => {
    const note = fact('Note', text);
    note.className = 'note';
    return note;
  }),
];

function fact(name: string, value: string): HTMLElement {
  const group = document.createElement('div');
  const [term, description] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  description.textContent = value;
  group.append(term, description);
  return group;
}

function question(text: string): HTMLElement {
  const bubble = document.createElement('p');
  bubble.className = 'question';
  const who = document.createElement('span');
  who.className = 'visually-hidden';
  who.textContent = 'You asked: ';
  bubble.append(who, text);
  return bubble;
}
