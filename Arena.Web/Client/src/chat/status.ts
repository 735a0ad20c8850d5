import { type Turn, waiting } from './state';

/** The state in words, for everybody and for screen readers: never the answer itself. */
export function statusOf(turn: Turn | undefined): string {
  if (!turn) {
    return '';
  }
  const name = turn.route?.model?.display_name ?? 'The model';
  switch (turn.phase) {
    case 'asking':
      return turn.preparing ? `${name} is being made ready…`
        : !turn.route ? 'Choosing where your question goes…'
        : turn.steps.at(-1)?.text ? `${name} is writing…`
        : `${name} is thinking…`;
    case 'tools':
      return `${name} asks for ${waiting(turn).map(call => call.function.name).join(' and ')}: enter what it gives back.`;
    case 'done':
      return turn.battleId ? '' : 'The answer is complete.'; // a battle has a status of its own
    case 'stopped':
      return 'Stopped.';
    case 'failed':
      return turn.failure?.title ?? '';
  }
}

const deciders: Record<string, string> = {
  'user-choice': 'you chose it',
  'active-workflow': 'a workflow is active',
  'loaded-data': 'data is loaded',
  'explicit-tools': 'a tool was called before',
  classifier: 'it looks like one',
};

/** Where a question went, in a line. */
export function routeLine({ route }: Turn): string {
  if (!route) {
    return '';
  }
  const where = route.route === 'arena' ? 'Arena: two anonymous models' : `Tools: ${route.model?.display_name ?? 'a model that takes tools'}`;
  const why = deciders[route.decided_by];
  return why && route.decided_by !== 'classifier' ? `${where}, because ${why}` : where;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** JSON in lines; what is none stays as the model wrote it. */
export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json || '{}'), null, 2);
  } catch {
    return json;
  }
}
