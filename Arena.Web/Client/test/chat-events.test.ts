import { describe, expect, it } from 'vitest';
import { chatEvents, RefusedError } from '../src/chat/events';

const stream = (...pieces: string[]) => new Response(new ReadableStream({
  start(controller) {
    pieces.forEach(piece => controller.enqueue(new TextEncoder().encode(piece)));
    controller.close();
  },
}));

async function events(answer: Response | Error) {
  const seen: unknown[] = [];
  const send = () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
  for await (const event of chatEvents({ messages: [], offered_tools: [] }, 'key', new AbortController().signal, send)) {
    seen.push(event);
  }
  return seen;
}

describe('the stream of an answer', () => {
  it('is read however it is cut into pieces, without comments', async () => {
    const whole = ': \n\nevent: text\ndata: {"text":"ä\\n"}\n\n: \n\nevent: done\ndata: {"finish_reason":"stop"}\n\n';
    for (const size of [1, 7, whole.length]) {
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
      expect(await events(stream(...pieces))).toEqual([{ type: 'text', data: { text: 'ä\n' } }, { type: 'done', data: { finish_reason: 'stop' } }]);
    }
  });

  it('leaves out an event that was cut', async () => expect(await events(stream('event: text\ndata: {"te'))).toEqual([]));

  it('is refused with the problem of the server, or with what there is', async () => {
    const problem = { type: 'urn:llm-arena:problem:no-tool-model', title: 'No model takes tools now' };
    await expect(events(new Response(JSON.stringify(problem), { status: 503 }))).rejects.toEqual(new RefusedError(problem));
    await expect(events(new Response('<html>', { status: 502 }))).rejects.toThrow('The server answered 502');
    await expect(events(new TypeError('failed'))).rejects.toThrow('The arena cannot be reached');
  });
});
