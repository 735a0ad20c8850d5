import type { ChatEvent, Failure, Message, Preparing, Route, RouteInfo, ToolCall } from './contract';

/** A conversation on the page. Pure: every change is one of the actions below, so that the whole of it is tested without a browser. */
export interface State {
  turns: readonly Turn[];
}

/** One question and all that came of it. */
export interface Turn {
  question: string;
  /** The user's own choice of where it goes. */
  choice: Route | null;
  phase: Phase;
  route: RouteInfo | null;
  /** What the model said and did; a new one after each round of tools. */
  steps: readonly Step[];
  preparing: Preparing | null;
  battleId: string | null;
  failure: Failure | null;
  /** Cut at the length limit, or withheld by the provider. */
  note: string | null;
}

/** `asking`: an answer is awaited or under way. `tools`: results of tools are awaited. The others are ends. */
export type Phase = 'asking' | 'tools' | 'done' | 'stopped' | 'failed';

export interface Step {
  reasoning: string;
  text: string;
  calls: readonly Call[];
}

export interface Call extends ToolCall {
  /** What the tool gave back; null until it has. */
  result: string | null;
}

export type Action =
  | { type: 'ask'; question: string; choice: Route | null }
  | { type: 'again'; choice: Route | null }
  | { type: 'event'; event: ChatEvent }
  | { type: 'result'; id: string; result: string }
  | { type: 'continue' }
  | { type: 'stop' }
  | { type: 'refuse'; failure: Failure }
  | { type: 'moved'; from: string; to: string }
  | { type: 'clear' };

export const initial: State = { turns: [] };

const fresh = (question: string, choice: Route | null): Turn => ({
  question, choice, phase: 'asking', route: null, steps: [], preparing: null, battleId: null, failure: null, note: null,
});

const empty: Step = { reasoning: '', text: '', calls: [] };
const notes: Record<string, string> = { length: 'Cut at the length limit.', content_filter: 'The provider withheld the rest.' };

export const isOpen = (turn: Turn | undefined): boolean => turn?.phase === 'asking' || turn?.phase === 'tools';

export function reduce(state: State, action: Action): State {
  const last = state.turns.at(-1);
  switch (action.type) {
    case 'clear':
      return initial;
    case 'ask':
      return isOpen(last) ? state : { turns: [...state.turns, fresh(action.question, action.choice)] };
    case 'again':
      return last ? replaceLast(state, fresh(last.question, action.choice)) : state;
    case 'moved': // in any turn: an older battle can be played on
      return { turns: state.turns.map(turn => (turn.battleId === action.from ? { ...turn, battleId: action.to } : turn)) };
    default:
      return last && isOpen(last) ? replaceLast(state, change(last, action)) : state;
  }
}

function change(turn: Turn, action: Exclude<Action, { type: 'clear' | 'ask' | 'again' | 'moved' }>): Turn {
  switch (action.type) {
    case 'event':
      return turn.phase === 'asking' ? take(turn, action.event) : turn;
    case 'result':
      return { ...turn, steps: turn.steps.map(step => ({ ...step, calls: step.calls.map(call => (call.id === action.id ? { ...call, result: call.result ?? action.result } : call)) })) };
    case 'continue':
      return turn.phase === 'tools' && waiting(turn).length === 0 ? { ...turn, phase: 'asking', steps: [...turn.steps, empty] } : turn;
    case 'stop':
      return { ...turn, phase: 'stopped', preparing: null };
    case 'refuse':
      return { ...turn, phase: 'failed', preparing: null, failure: action.failure };
  }
}

function take(turn: Turn, { type, data }: ChatEvent): Turn {
  switch (type) {
    case 'route':
      return { ...turn, route: turn.route ?? data }; // the one of the question: what goes on with a tool's result is no new decision
    case 'battle':
      return { ...turn, phase: 'done', battleId: data.battle_id };
    case 'preparing':
      return { ...turn, preparing: data };
    case 'reasoning':
      return withStep(turn, step => ({ ...step, reasoning: step.reasoning + data.text }));
    case 'text':
      return withStep(turn, step => ({ ...step, text: step.text + data.text }));
    case 'tool_call':
      return withStep(turn, step => ({ ...step, calls: [...step.calls, { ...data, result: null }] }));
    case 'done':
      return { ...turn, preparing: null, phase: waiting(turn).length > 0 ? 'tools' : 'done', note: notes[data.finish_reason] ?? null };
    case 'failed':
      return { ...turn, preparing: null, phase: 'failed', failure: data };
  }
}

const withStep = (turn: Turn, write: (step: Step) => Step): Turn => ({
  ...turn, preparing: null, steps: [...turn.steps.slice(0, -1), write(turn.steps.at(-1) ?? empty)],
});

const replaceLast = (state: State, turn: Turn): State => ({ turns: [...state.turns.slice(0, -1), turn] });

/** The calls of a turn whose tools have given nothing back yet. */
export const waiting = (turn: Turn): Call[] => turn.steps.flatMap(step => step.calls).filter(call => call.result === null);

/**
 * What a model is told of the conversation. What broke off was never an answer, and of what the arena answered nobody here knows
 * which side was right: both are left out, so that every message stands in its place.
 */
export function messagesOf({ turns }: State): Message[] {
  return turns.filter((turn, i) => i === turns.length - 1 || (turn.phase === 'done' && !turn.battleId)).flatMap(turn => [
    { role: 'user', content: turn.question } as const,
    ...turn.steps.filter(step => step.text || step.calls.length > 0).flatMap(messagesOfStep),
  ]);
}

const messagesOfStep = (step: Step): Message[] => [
  {
    role: 'assistant',
    content: step.text || null,
    ...(step.calls.length > 0 && { tool_calls: step.calls.map(({ id, type, function: asked }) => ({ id, type, function: asked })) }),
  },
  ...step.calls.map(call => ({ role: 'tool', tool_call_id: call.id, content: call.result ?? '' }) as const),
];
