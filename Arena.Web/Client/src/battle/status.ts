import type { Preference, Preparing, Problem, Reveal, Slot } from './contract';
import { type State, type Voting, wasStopped } from './state';

const chosen: Record<Preference, string> = { left: 'A', right: 'B', tie: 'a tie', both_bad: 'both bad' };

export interface Status {
  text: string;
  tone: 'calm' | 'warn';
}

const calm = (text: string): Status => ({ text, tone: 'calm' });
const warn = (text: string): Status => ({ text, tone: 'warn' });

/** What is going on, in a sentence: what a live region says, of states and never of tokens. */
export function statusOf(state: State): Status {
  switch (state.phase) {
    case 'idle':
      return calm('');
    case 'starting':
      return state.waiting
        ? warn(`${sentence(state.waiting)} Trying again…`)
        : calm(state.turns.length > 0 ? 'Asking both models on…' : 'Choosing two models…');
    case 'streaming':
      return calm(state.stopping ? 'Stopping both models…' : state.connected ? writing(state.preparing) : 'Connecting…');
    case 'voting':
      return votingStatus(state);
    case 'revealed':
      return state.problem ? warn(sentence(state.problem)) : calm(`You chose ${chosen[state.reveal.preference]}: ${names(state.reveal)}. ${saved(state.reveal)}`);
    case 'failed':
      return warn(failure(state.problem, state.turns.length > 0));
  }
}

/** The word in the head of one pane. */
export function paneStateOf(state: State, slot: Slot): string {
  switch (state.phase) {
    case 'starting':
      return 'Waiting';
    case 'streaming':
      return state.answers[slot] ? 'Writing' : preparingWord(state.preparing);
    case 'failed':
      return wasStopped(state.problem) ? 'Stopped' : state.problem.slot === slot ? 'Broke off' : 'Void';
    case 'revealed':
      return state.answers[slot] ? '' : 'No longer kept';
    default:
      return '';
  }
}

const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);
export const sentence = ({ title, detail }: Problem) => (detail ? `${ended(title)} ${ended(detail)}` : ended(title));

const names = ({ details: { a, b } }: Reveal) => `A is ${a.display_name}, B is ${b.display_name}`;

function saved({ not_rated_because: why }: Reveal): string {
  switch (why) {
    case undefined:
      return 'The vote is saved.';
    case 'identity_leak':
      return 'The vote is saved and moves no rating: an answer named its model.';
    case 'named':
      return 'The vote is saved and moves no rating: the models were chosen, not blind.';
    default:
      return `The vote is saved and moves no rating: ${why.replaceAll('_', ' ')}.`;
  }
}

/** Within a conversation the same turn can be asked once more; else a new battle starts. */
function failure(problem: Problem, later: boolean): string {
  if (later && (wasStopped(problem) || problem.type.endsWith(':answer-failed'))) {
    return `${ended(problem.title)} This turn does not count. Retry asks the same two models once more.`;
  }
  return sentence(problem);
}

function writing(preparing: Preparing | null): string {
  if (!preparing) {
    return 'Both models are writing. Then you vote.';
  }
  return preparing.state === 'queued' && preparing.position > 0
    ? `Waiting for a place for the two models, ${preparing.position} before you…`
    : 'The two models are being made ready…';
}

/** The same on both sides: it is said of both together. */
function preparingWord(preparing: Preparing | null): string {
  if (!preparing) {
    return 'Thinking';
  }
  return preparing.state === 'queued' ? 'Queued' : 'Loading';
}

function votingStatus({ vote, problem }: Voting): Status {
  if (vote?.waiting) {
    return warn(`Your vote for ${chosen[vote.preference]} is not saved yet. ${sentence(vote.waiting)} Trying again…`);
  }
  if (vote) {
    return calm('Saving your vote…');
  }
  return problem ? warn(sentence(problem)) : calm('Which answer is better?');
}
