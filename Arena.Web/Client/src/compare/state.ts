import type { Comparison, Facts, Problem } from './contract';

export type AnswerPhase = 'waiting' | 'preparing' | 'writing' | 'done' | 'broken';

export interface AnswerState {
  phase: AnswerPhase;
  text: string;
  /** Before this one, while it is prepared. */
  waiting: number;
  cause: string | null;
  facts: Facts | null;
  /** It had said who wrote it, and is revealed. */
  namesItself: boolean;
  stars: number | null;
}

/** All that the page of a comparison shows. */
export interface State {
  /** `answered`: all of it is in the ledger, and stars can be given. */
  phase: 'writing' | 'answered' | 'failed';
  connected: boolean;
  blind: boolean;
  revealed: boolean;
  picked: number | null;
  answers: AnswerState[];
  problem: Problem | null;
}

export type Action =
  | { type: 'connection'; connected: boolean }
  | { type: 'restart' }
  | { type: 'preparing'; position: number; state: string; waiting: number }
  | { type: 'delta'; position: number; text: string }
  | { type: 'done'; position: number; facts?: Facts }
  | { type: 'broken'; position: number; cause?: string }
  | { type: 'loaded'; comparison: Comparison }
  | { type: 'stars'; position: number; stars: number }
  | { type: 'pick'; position: number }
  | { type: 'problem'; problem: Problem | null }
  | { type: 'failed'; problem: Problem };

const blank: AnswerState = { phase: 'waiting', text: '', waiting: 0, cause: null, facts: null, namesItself: false, stars: null };

export const initial = (answers: number, blind: boolean): State => ({
  phase: 'writing',
  connected: false,
  blind,
  revealed: !blind,
  picked: null,
  answers: Array.from({ length: answers }, () => blank),
  problem: null,
});

/** What is true after something happened. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'connection':
      return { ...state, connected: action.connected };
    case 'restart':
      return { ...state, answers: state.answers.map(() => blank) };
    case 'preparing':
      return change(state, action.position, { phase: 'preparing', waiting: action.waiting });
    case 'delta':
      return change(state, action.position, { phase: 'writing', text: (state.answers[action.position - 1]?.text ?? '') + action.text });
    case 'done':
      return change(state, action.position, { phase: 'done', facts: action.facts ?? null });
    case 'broken':
      return change(state, action.position, { phase: 'broken', cause: action.cause ?? null });
    case 'stars':
      return change(state, action.position, { stars: action.stars });
    case 'pick':
      return { ...state, picked: action.position };
    case 'problem':
      return { ...state, problem: action.problem };
    case 'failed':
      return { ...state, phase: 'failed', problem: action.problem };
    case 'loaded':
      return load(state, action.comparison);
  }
}

function change(state: State, position: number, what: Partial<AnswerState>): State {
  return { ...state, answers: state.answers.map((answer, i) => (i === position - 1 ? { ...answer, ...what } : answer)) };
}

/** The ledger knows better than the stream, once it has the answers. */
function load(state: State, comparison: Comparison): State {
  if (comparison.state !== 'answered') {
    return state;
  }
  return {
    ...state,
    phase: 'answered',
    blind: comparison.blind,
    revealed: comparison.revealed,
    picked: comparison.picked,
    problem: null,
    answers: comparison.answers.map((answer, i) => ({
      phase: answer.failed === undefined ? 'done' : 'broken',
      text: answer.text ?? state.answers[i]?.text ?? '',
      waiting: 0,
      cause: answer.failed ?? null,
      facts: answer.facts ?? null,
      namesItself: answer.names_itself ?? false,
      stars: answer.stars,
    })),
  };
}
