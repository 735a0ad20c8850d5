import { type BattleInfo, type CampaignProgress, type Preference, type Preparing, type Problem, problemName, type Reveal, type Slot } from './contract';

/**
 * The life of a battle on the page: idle → starting → streaming → voting → revealed, or failed. A turn of a conversation is a battle:
 * from voting it may go on with starting, where what was said before stays on the page.
 * Pure: every change of the page is one of the actions below, so that the whole of it is tested without a browser.
 */
export type State =
  | { phase: 'idle'; problem: Problem | null }
  | { phase: 'starting'; message: string; viewIndex: number; turns: Turns; waiting: Problem | null }
  | { phase: 'streaming'; battle: Battle; answers: Answers; connected: boolean; preparing: Preparing | null; stopping: boolean }
  | Voting
  | Revealed
  | { phase: 'failed'; message: string; viewIndex: number; turns: Turns; answers: Answers; battleId: string | null; problem: Problem };

export interface Revealed {
  phase: 'revealed';
  battle: Battle;
  answers: Answers;
  reveal: Reveal;
  /** Why there is no next prompt. */
  problem?: Problem;
}

export interface Voting {
  phase: 'voting';
  battle: Battle;
  answers: Answers;
  vote: PendingVote | null;
  problem: Problem | null;
}

export type Answers = Readonly<Record<Slot, string>>;

/** What was said before, oldest first. */
export type Turns = readonly Turn[];

export interface Turn {
  message: string;
  answers: Answers;
}

export interface Battle {
  id: string;
  message: string;
  viewIndex: number;
  /** 0: no view can follow, the battle is only in the ledger. */
  totalViews: number;
  streamUrl: string;
  turns: Turns;
  /** What they are called, where the voter chose them. */
  models: Readonly<Record<Slot, string>> | null;
  /** Present when the battle was voted on before this page met it. */
  reveal: Reveal | null;
  /** The campaign that the prompt is of, as far as it was told. */
  campaign: CampaignProgress | null;
}

export interface PendingVote {
  preference: Preference;
  /** Why it is not saved yet; null while the request is under way. */
  waiting: Problem | null;
}

export type Action =
  | { type: 'reset'; problem?: Problem }
  | { type: 'start'; message: string; viewIndex: number; turns?: Turns }
  | { type: 'start-waiting'; problem: Problem }
  | { type: 'back'; to: State; problem: Problem | null }
  | { type: 'opened'; info: BattleInfo }
  | { type: 'campaign'; campaign: CampaignProgress }
  | { type: 'connection'; connected: boolean }
  | { type: 'preparing'; preparing: Preparing }
  | { type: 'delta'; slot: Slot; text: string }
  | { type: 'restart' }
  | { type: 'stopping' }
  | { type: 'answered' }
  | { type: 'failed'; problem: Problem }
  | { type: 'vote'; preference: Preference }
  | { type: 'vote-waiting'; problem: Problem }
  | { type: 'vote-refused'; problem: Problem }
  | { type: 'revealed'; reveal: Reveal };

const nothing: Answers = { a: '', b: '' };

export const initial: State = { phase: 'idle', problem: null };

/** The voter's own doing, and so no accident. */
export const wasStopped = (problem: Problem): boolean => problemName(problem) === 'battle-stopped';

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'reset':
      return { phase: 'idle', problem: action.problem ?? null };
    case 'start':
      return { phase: 'starting', message: action.message, viewIndex: action.viewIndex, turns: action.turns ?? [], waiting: null };
    case 'back':
      return back(action.to, action.problem);
    case 'campaign':
      return 'battle' in state ? { ...state, battle: { ...state.battle, campaign: action.campaign } } : state;
    case 'opened':
      return opened(action.info);
    case 'failed':
      return fail(state, action.problem);
    default:
      return inPhase(state, action);
  }
}

/** What was there before something that did not come about. */
function back(to: State, problem: Problem | null): State {
  switch (to.phase) {
    case 'voting':
      return { ...to, vote: null, problem };
    case 'revealed':
    case 'failed':
      return problem ? { ...to, problem } : to;
    default:
      return to;
  }
}

/** Answers that come with the battle need no stream. */
function opened(info: BattleInfo): State {
  const battle = battleOf(info);
  return info.responses
    ? answered(battle, info.responses)
    : { phase: 'streaming', battle, answers: nothing, connected: false, preparing: null, stopping: false };
}

const answered = (battle: Battle, answers: Answers): State =>
  battle.reveal ? { phase: 'revealed', battle, answers, reveal: battle.reveal } : { phase: 'voting', battle, answers, vote: null, problem: null };

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
    case 'stopping':
      return { ...state, stopping: true };
    case 'answered':
      return answered(state.battle, state.answers);
    default:
      return state;
  }
}

function voting(state: Voting, action: Action): State {
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
      return { phase: 'failed', message: state.message, viewIndex: state.viewIndex, turns: state.turns, answers: nothing, battleId: null, problem };
    case 'streaming':
    case 'voting': {
      const { battle, answers } = state;
      if (battle.reveal) { // the text of an old battle may be gone; its result is not
        return { phase: 'revealed', battle, answers, reveal: battle.reveal };
      }
      const { message, viewIndex, turns } = battle;
      return { phase: 'failed', message, viewIndex, turns, answers, battleId: battle.id, problem };
    }
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
  turns: (info.turns ?? []).map(turn => ({ message: turn.message, answers: { a: turn.response_a, b: turn.response_b } })),
  models: info.model_names ?? info.models ?? null,
  reveal: info.reveal ?? null,
  campaign: null,
});
