import type { Feedback, Rubrics } from './contract';

/** What went wrong, in words for a person. */
export class CallFailed extends Error {}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new CallFailed('The arena cannot be reached. Try again.');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw new CallFailed((body as { detail?: string } | null)?.detail ?? 'That did not work. Try again.');
  }
  return body as T;
}

export const readRubrics = () => call<Rubrics>('/api/rubrics');

export const readCampaign = (name: string) => call<{ rubric: string | null }>(`/api/campaigns/${encodeURIComponent(name)}`);

export const sendFeedback = (battleId: string, feedback: Feedback, key: string) => call(`/api/arena/battles/${encodeURIComponent(battleId)}/feedback`, {
  method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(feedback),
});
