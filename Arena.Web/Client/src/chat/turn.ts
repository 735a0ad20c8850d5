import { MarkdownPane, type MarkdownRenderer } from '../battle/markdown';
import type { BattlePanel } from '../battle/panel';
import { type Battles, TurnBattle } from './battles';
import { element } from './element';
import { type Call, isOpen, type Step, type Turn } from './state';
import { percent, pretty, routeLine } from './status';

/** One turn of the conversation. What has not changed is not touched, so that a selection and an open disclosure survive. */
export class TurnView {
  readonly root = element('li', 'turn');
  private readonly question = element('div', 'question');
  private readonly route = element('details', 'route');
  private readonly summary = element('summary');
  private readonly why = element('div', 'why');
  private readonly body = element('div', 'turn-body');
  private readonly end = element('div', 'turn-end');
  private battle: TurnBattle | null = null;
  private readonly steps: StepView[] = [];
  private shown: Turn | null = null;
  private wasLast = false;

  constructor(
    private readonly renderer: MarkdownRenderer,
    private readonly battles: Battles,
  ) {
    this.route.append(this.summary, this.why);
    this.root.append(element('h2', 'visually-hidden', 'You asked'), this.question, this.route, this.body, this.end);
  }

  get panel(): BattlePanel | null {
    return this.battle?.panel ?? null;
  }

  remove(): void {
    this.battle?.remove();
    this.root.remove();
  }

  show(turn: Turn, isLast: boolean): void {
    if (this.shown === turn && this.wasLast === isLast) {
      return;
    }
    this.question.textContent = turn.question;
    if (this.shown?.route !== turn.route) {
      this.showRoute(turn);
    }
    for (const gone of this.steps.splice(turn.steps.length)) {
      gone.root.remove();
    }
    for (const [i, step] of turn.steps.entries()) {
      const view = (this.steps[i] ??= this.append());
      view.show(step, turn.phase === 'tools', turn.phase === 'asking');
    }
    this.showBattle(turn);
    this.root.dataset.phase = turn.phase;
    if (!this.shown || this.shown.phase !== turn.phase || this.wasLast !== isLast) {
      this.showEnd(turn, isLast);
    }
    this.shown = turn;
    this.wasLast = isLast;
  }

  private append(): StepView {
    const view = new StepView(this.renderer);
    this.body.append(view.root);
    return view;
  }

  private showBattle({ battleId, question }: Turn): void {
    if (battleId === (this.battle?.id ?? null)) {
      return;
    }
    this.battle?.remove();
    this.battle = battleId ? new TurnBattle(battleId, question, this.battles) : null;
    if (this.battle) {
      this.body.append(this.battle.panel.root);
    }
  }

  private showRoute(turn: Turn): void {
    const { route } = turn;
    this.route.hidden = !route;
    if (!route) {
      return;
    }
    this.summary.textContent = routeLine(turn);
    const reasons = element('ul');
    reasons.append(...route.reasons.map(reason => element('li', '', reason)));
    this.why.replaceChildren(
      element('p', '', `Read as ${route.query_type.replaceAll('_', ' ')}, decided by ${route.decided_by} with a confidence of ${percent(route.confidence)}. ` +
        `A tool is needed with probability ${percent(route.tool_probability)}.`),
      reasons,
    );
  }

  private showEnd(turn: Turn, isLast: boolean): void {
    const parts: HTMLElement[] = [];
    if (turn.failure) {
      const notice = element('p', 'notice', `${turn.failure.title}. ${turn.failure.detail ?? ''}`.trim());
      parts.push(notice);
    }
    if (turn.note) {
      parts.push(element('p', 'turn-note', turn.note));
    }
    if (turn.phase === 'stopped') {
      parts.push(element('p', 'turn-note', 'You stopped this answer.'));
    }
    if (isLast && !isOpen(turn)) {
      parts.push(...actions(turn));
    }
    this.end.replaceChildren(...parts);
  }
}

/** The other way, and the same way again where it did not work. */
function actions(turn: Turn): HTMLElement[] {
  const group = element('div', 'turn-actions');
  const button = (choice: string, text: string) => {
    const made = element('button', 'button', text);
    made.type = 'button';
    made.dataset.again = choice;
    return made;
  };
  if (turn.failure || turn.phase === 'stopped') {
    group.append(button(turn.choice ?? '', 'Try again'));
  }
  const went = turn.route?.route ?? turn.choice;
  if (went !== 'arena') {
    group.append(button('arena', 'Ask the arena instead'));
  }
  if (went !== 'tools') {
    group.append(button('tools', 'Use tools instead'));
  }
  return [group];
}

class StepView {
  readonly root = element('div', 'step');
  private readonly thinking = element('details', 'thinking');
  private readonly thought = element('p');
  private readonly answer = element('div', 'answer');
  private readonly calls = element('div', 'calls');
  private readonly pane: MarkdownPane;
  private shownCalls: readonly Call[] | null = null;
  private wasOpen = false;

  constructor(renderer: MarkdownRenderer) {
    this.pane = new MarkdownPane(this.answer, renderer);
    this.thinking.append(element('summary', '', 'Thinking'), this.thought);
    this.root.append(this.thinking, this.answer, this.calls);
  }

  show(step: Step, takesResults: boolean, growing: boolean): void {
    this.thinking.hidden = step.reasoning === '';
    this.thought.textContent = step.reasoning;
    this.pane.show(step.text, growing);
    if (this.shownCalls !== step.calls || this.wasOpen !== takesResults) {
      this.shownCalls = step.calls;
      this.wasOpen = takesResults;
      this.calls.replaceChildren(...step.calls.map(call => card(call, takesResults)));
    }
  }
}

/** A tool call: its name, what it was asked, and what it gave back, or a field for that. */
function card(call: Call, takesResult: boolean): HTMLElement {
  const made = element('div', 'call');
  const name = element('h3', 'call-name');
  name.append(element('span', 'call-kind', 'Tool'), ` ${call.function.name}`);
  made.setAttribute('role', 'group'); // no landmark: a conversation may have many of them
  made.setAttribute('aria-label', `Tool call ${call.function.name}`);
  made.append(name, block('Arguments', pretty(call.function.arguments)));
  if (call.result !== null) {
    made.append(block('Result', pretty(call.result)));
  } else if (takesResult) {
    made.append(resultForm(call));
  } else {
    made.append(element('p', 'turn-note', 'No result.'));
  }
  return made;
}

function block(title: string, text: string): HTMLElement {
  const group = element('div', 'call-part');
  const code = element('pre', '', text);
  code.tabIndex = 0; // it scrolls sideways: the keyboard must reach it
  code.setAttribute('role', 'group');
  code.setAttribute('aria-label', title);
  group.append(element('h4', '', title), code);
  return group;
}

function resultForm(call: Call): HTMLElement {
  const form = element('form', 'call-part');
  form.dataset.result = call.id;
  const id = `result-${call.id}`;
  const label = element('label', '', `What ${call.function.name} gives back`);
  label.htmlFor = id;
  const field = element('textarea');
  Object.assign(field, { id, rows: 2, required: true, autocomplete: 'off' });
  form.append(label, field, element('button', 'button button-primary', 'Give it to the model'));
  return form;
}
