import type { Problem } from './battle/contract';

/** A call that was answered with a problem, or not answered at all. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const unreachable: Problem = {
  type: 'urn:llm-arena:problem:unreachable',
  title: 'The arena cannot be reached',
  detail: 'The connection to the server is down.',
  retryAfter: 2,
};

/** The answer to a call. Throws the problem where there is one. */
export async function send(fetcher: typeof fetch, path: string, request?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetcher(path, request);
  } catch {
    throw new ProblemError(unreachable);
  }
  if (!response.ok) {
    throw new ProblemError(await readProblem(response));
  }
  return response;
}

/** A proxy between us and the service may answer without problem details: what it said then comes from the status alone. */
async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const problem: Problem = {
    type: body?.type ?? 'about:blank',
    title: body?.title ?? `The server answered ${response.status}`,
    status: response.status,
  };
  if (body?.detail) {
    problem.detail = body.detail;
  }
  const wait = retryAfter(response);
  if (wait !== null) {
    problem.retryAfter = wait;
  }
  return problem;
}

/** 502, 503 and 504 are passing by nature: without a Retry-After the page waits two seconds. */
function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) {
    return Math.min(Math.max(seconds, 1), 60);
  }
  return [502, 503, 504].includes(response.status) ? 2 : null;
}
