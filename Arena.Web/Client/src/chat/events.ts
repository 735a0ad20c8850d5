import type { ChatEvent, ChatRequest, Failure } from './contract';

/** The entry refused the request. */
export class RefusedError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.title);
  }
}

const unreachable: Failure = {
  type: 'urn:llm-arena:problem:unreachable',
  title: 'The arena cannot be reached',
  detail: 'The connection to the server is down.',
};

/** The stream ended without `done` or `failed`. */
export const cut: Failure = {
  type: 'urn:llm-arena:problem:answer-failed',
  title: 'The connection was lost',
  detail: 'What is there is not complete. Try again.',
};

/**
 * The events of one answer. An EventSource can only GET, so the stream of the POST is read by hand. Aborting ends it without an error.
 * The same key again opens no second battle.
 */
export async function* chatEvents(
  request: ChatRequest,
  key: string,
  signal: AbortSignal,
  send: typeof fetch = (...call) => fetch(...call),
): AsyncGenerator<ChatEvent> {
  let response: Response;
  try {
    response = await send('/api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(request),
      signal,
    });
  } catch {
    throw new RefusedError(unreachable);
  }
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => null)) as Failure | null;
    throw new RefusedError(problem?.title ? problem : { type: 'about:blank', title: `The server answered ${response.status}` });
  }
  yield* parse(response.body);
}

/** Server-sent events as our server writes them: `event:` and one `data:` line, an empty line between; comments are skipped. */
async function* parse(body: ReadableStream<Uint8Array>): AsyncGenerator<ChatEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let held = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (held + value).split('\n\n');
    held = blocks.pop()!;
    for (const block of blocks) {
      const [, type, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (type && data) {
        yield { type, data: JSON.parse(data) } as ChatEvent;
      }
    }
  }
}
