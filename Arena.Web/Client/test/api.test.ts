import { describe, expect, it } from 'vitest';
import { createApi, ProblemError } from '../src/battle/api';
import { info, reveal } from './fakes';

function api(answer: () => Response) {
  const sent: { path: string; body: unknown; key?: string }[] = [];
  const send = (path: RequestInfo | URL, request?: RequestInit) => {
    const key = new Headers(request?.headers).get('idempotency-key');
    sent.push({ path: String(path), body: request?.body ? JSON.parse(request.body as string) : null, ...(key && { key }) });
    try {
      return Promise.resolve(answer());
    } catch (error) {
      return Promise.reject(error as Error);
    }
  };
  return { api: createApi(send), sent };
}

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => (error as ProblemError).problem,
  );

describe('the api', () => {
  it('sends what the contract says', async () => {
    const { api: battles, sent } = api(() => Response.json(info()));
    await battles.start('why?', 1, 'key1');
    await battles.get('a/b');
    await battles.next('b1', 'key2');
    await battles.continue('b1', 'and then?');
    await battles.stop('b1');
    await battles.vote('b1', 'both_bad', 'key3');
    expect(sent).toEqual([
      { path: '/api/arena/start_battle', body: { message: 'why?', view_index: 1 }, key: 'key1' },
      { path: '/api/arena/battles/a%2Fb', body: null },
      { path: '/api/arena/battles/b1/next', body: {}, key: 'key2' },
      { path: '/api/arena/battles/b1/continue', body: { message: 'and then?' } },
      { path: '/api/arena/battles/b1/stop', body: {} },
      { path: '/api/arena/vote', body: { battle_id: 'b1', preference: 'both_bad' }, key: 'key3' },
    ]);
  });

  it('gives back what the server answered', async () => {
    expect(await api(() => Response.json(reveal())).api.vote('b1', 'left', 'key1')).toEqual(reveal());
  });

  it('reads problem details and Retry-After', async () => {
    const answer = () =>
      Response.json(
        { type: 'urn:llm-arena:problem:ledger-unavailable', title: 'Not saved', detail: 'Try again.', status: 503, traceId: 't' },
        { status: 503, headers: { 'retry-after': '7' } },
      );
    expect(await problemOf(api(answer).api.vote('b1', 'left', 'key1'))).toEqual({
      type: 'urn:llm-arena:problem:ledger-unavailable',
      title: 'Not saved',
      detail: 'Try again.',
      status: 503,
      retryAfter: 7,
    });
  });

  it.each([
    [502, 2],
    [503, 2],
    [504, 2],
    [500, undefined],
    [404, undefined],
    [429, undefined],
  ])('status %i without Retry-After is tried again after %s seconds', async (status, retryAfter) => {
    const answer = () => new Response('<h1>a proxy</h1>', { status });
    expect(await problemOf(api(answer).api.get('b1'))).toEqual({
      type: 'about:blank',
      title: `The server answered ${status}`,
      status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  });

  it('asks whether a stream would be answered without reading it', async () => {
    const answered = api(() => new Response('event: state\n\n'));
    const refused = api(() => Response.json({ type: 'urn:llm-arena:problem:battle-not-found', title: 'Gone' }, { status: 404 }));
    expect([await answered.api.probe('/stream'), await problemOf(refused.api.probe('/stream'))]).toEqual([
      undefined,
      { type: 'urn:llm-arena:problem:battle-not-found', title: 'Gone', status: 404 },
    ]);
  });

  it('says that the server cannot be reached, and that this may pass', async () => {
    const answer = () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await problemOf(api(answer).api.get('b1'))).toMatchObject({ type: 'urn:llm-arena:problem:unreachable', retryAfter: 2 });
  });
});
