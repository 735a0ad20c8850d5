import type { BattleInfo, Preference, Preparing, Problem, Reveal, Slot } from './contract';

/**
 * The life of a battle on the page: idle → starting → streaming → voting → revealed, or failed.
 * Pure: every change of the page is one of the actions below, so that the whole of it is tested without a browser.
 */
export type State =
  | { phase: 'idle'; problem: Problem | null }
  | { phase: 'starting'; message: string; viewIndex: number; waiting: Problem | null }
  | { phase: 'streaming'; battle: Battle; answers: Answers; connected: boolean; preparing: Preparing | null }
  | { phase: 'voting'; battle: Battle; answers: Answers; vote: PendingVote | null; problem: Problem | null }
  | { phase: 'revealed'; battle: Battle; answers: Answers; reveal: Reveal }
  | { phase: 'failed'; message: string; viewIndex: number; battleId: string | null; problem: Problem };

export type Answers = Readonly<Record<Slot, string>>;

export interface Battle {
  id: string;
  message: string;
  viewIndex: number;
  totalViews: number;
  streamUrl: string;
  /** Present when the battle was voted on before this page met it. */
  reveal: Reveal | null;
}

export interface PendingVote {
  preference: Preference;
  /** Why it is not saved yet; null while the request is under way. */
  waiting: Problem | null;
}

export type Action =
  | { type: 'reset'; problem?: Problem }
  | { type: 'start'; message: string; viewIndex: number }
  | { type: 'start-waiting'; problem: Problem }
  | { type: 'opened'; info: BattleInfo }
  | { type: 'connection'; connected: boolean }
  | { type: 'preparing'; preparing: Preparing }
  | { type: 'delta'; slot: Slot; text: string }
  | { type: 'restart' }
  | { type: 'answered' }
  | { type: 'failed'; problem: Problem }
  | { type: 'vote'; preference: Preference }
  | { type: 'vote-waiting'; problem: Problem }
  | { type: 'vote-refused'; problem: Problem }
  | { type: 'revealed'; reveal: Reveal };

const nothing: Answers = { a: '', b: '' };

export const initial: State = { phase: 'idle', problem: null };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'reset':
      return { phase: 'idle', problem: action.problem ?? null };
    case 'start':
      return { phase: 'starting', message: action.message, viewIndex: action.viewIndex, waiting: null };
    case 'opened':
      return { phase: 'streaming', battle: battleOf(action.info), answers: nothing, connected: false, preparing: null };
    case 'failed':
      return fail(state, action.problem);
    default:
      return inPhase(state, action);
  }
}

/** Actions that mean something in one phase only; a late one (a stream event after the vote, a second click) changes nothing. */
function inPhase(state: State, action: Action): State {
  switch (state.phase) {
    case 'starting':
      return action.type === 'start-waiting' ? { ...state, waiting: action.problem } : state;
    case 'streaming':
      return streaming(state, action);
    case 'voting':
      return voting(state, action);
    default:
      return state;
  }
}

function streaming(state: Extract<State, { phase: 'streaming' }>, action: Action): State {
  switch (action.type) {
    case 'connection':
      return state.connected === action.connected ? state : { ...state, connected: action.connected };
    case 'preparing':
      return { ...state, preparing: action.preparing };
    case 'delta':
      return { ...state, preparing: null, answers: { ...state.answers, [action.slot]: state.answers[action.slot] + action.text } };
    case 'restart':
      return { ...state, preparing: null, answers: nothing };
    case 'answered': {
      const { battle, answers } = state;
      return battle.reveal
        ? { phase: 'revealed', battle, answers, reveal: battle.reveal }
        : { phase: 'voting', battle, answers, vote: null, problem: null };
    }
    default:
      return state;
  }
}

function voting(state: Extract<State, { phase: 'voting' }>, action: Action): State {
  switch (action.type) {
    case 'vote':
      return state.vote ? state : { ...state, vote: { preference: action.preference, waiting: null }, problem: null };
    case 'vote-waiting':
      return state.vote ? { ...state, vote: { ...state.vote, waiting: action.problem } } : state;
    case 'vote-refused':
      return { ...state, vote: null, problem: action.problem };
    case 'revealed':
      return { phase: 'revealed', battle: state.battle, answers: state.answers, reveal: action.reveal };
    default:
      return state;
  }
}

function fail(state: State, problem: Problem): State {
  switch (state.phase) {
    case 'starting':
      return { phase: 'failed', message: state.message, viewIndex: state.viewIndex, battleId: null, problem };
    case 'streaming':
    case 'voting':
      if (state.battle.reveal) { // the text of an old battle may be gone; its result is not
        return { phase: 'revealed', battle: state.battle, answers: state.answers, reveal: state.battle.reveal };
      }
      return { phase: 'failed', message: state.battle.message, viewIndex: state.battle.viewIndex, battleId: state.battle.id, problem };
    case 'revealed': // the vote is in the ledger: nothing that happens later takes it back
      return state;
    default:
      return { phase: 'idle', problem };
  }
}

const battleOf = (info: BattleInfo): Battle => ({
  id: info.battle_id,
  message: info.message,
  viewIndex: info.view_index,
  totalViews: info.total_views,
  streamUrl: info.stream_url,
  reveal: info.reveal ?? null,
});
