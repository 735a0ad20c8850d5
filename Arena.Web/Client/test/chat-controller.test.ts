import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../src/chat/contract';
import { ChatController } from '../src/chat/controller';
import { RefusedError } from '../src/chat/events';
import type { State } from '../src/chat/state';
import { call, done, failed, route, text, toArena, toTools } from './chat-fakes';

/** A conversation whose answers a test writes: each is what one request streams, or throws. */
function conversation(...answers: (ChatEvent[] | Error)[]) {
  const requests: ChatRequest[] = [];
  const keys: string[] = [];
  const saved: State[] = [];
  const chat: ChatController = new ChatController(
    {
      async *events(request, key) {
        requests.push(request);
        keys.push(key);
        const answer = answers.shift() ?? [];
        if (answer instanceof Error) {
          throw answer;
        }
        yield* answer;
      },
      now: () => new Date('2026-01-01T12:00:00Z'),
      newKey: () => `key ${keys.length}`,
      save: state => saved.push(state),
    },
    () => {},
  );
  return { chat, requests, keys, saved, last: () => chat.state.turns.at(-1)! };
}

describe('a conversation', () => {
  it('runs the tools of the page by itself and asks again with what they gave back', async () => {
    const { chat, requests, last, keys } = conversation([route(toTools), call('1', 'calculate', '{"expression":"6*7"}'), done('tool_calls')], [route(toTools), text('It is 42.'), done()]);
    await chat.ask(' What is 6*7? ');

    expect(last().steps.map(step => step.text)).toEqual(['', 'It is 42.']);
    expect(last().phase).toBe('done');
    expect(requests[1]!.messages.at(-1)).toEqual({ role: 'tool', tool_call_id: '1', content: '42' });
    expect(requests.map(request => request.offered_tools.map(tool => tool.function.name))).toEqual(Array(2).fill(['calculate', 'get_current_time']));
    expect(keys).toEqual(['key 0', 'key 1']);
  });

  it('waits for a tool that is not its own', async () => {
    const { chat, requests, last } = conversation([call('1'), done('tool_calls')], [text('It rains.'), done()]);
    await chat.ask('Weather?');
    const before = last().phase;
    await chat.result('1', 'rain');

    expect([before, last().phase, requests.length]).toEqual(['tools', 'done', 2]);
  });

  it('goes the other way when its user says so', async () => {
    const { chat, requests, last } = conversation([route(toTools), text('It'), done()], [route(toArena), { type: 'battle', data: { battle_id: 'b' } }]);
    await chat.ask('Weather?');
    await chat.again('arena');

    expect([requests.map(request => request.route), last().battleId, chat.state.turns.length]).toEqual([[undefined, 'arena'], 'b', 1]);
  });

  it('says what went wrong: refused, broken off, or cut', async () => {
    const problem = { type: 'urn:llm-arena:problem:no-tool-model', title: 'No model takes tools now' };
    for (const [answer, title] of [[new RefusedError(problem), problem.title], [[text('It'), failed], 'The answer broke off'], [[text('It')], 'The connection was lost'], [new Error('reset'), 'The connection was lost']] as const) {
      const { chat, last } = conversation(answer as ChatEvent[] | Error);
      await chat.ask('Weather?');
      expect([last().phase, last().failure?.title]).toEqual(['failed', title]);
    }
  });

  it('stops, and hears nothing of what was under way', async () => {
    let leave = () => {};
    const left = new Promise<void>(resolve => (leave = resolve));
    const chat: ChatController = new ChatController(
      {
        async *events(_, __, signal) {
          yield text('It');
          chat.stop();
          leave();
          yield text(signal.aborted ? ' rains.' : ' was not told.');
        },
        now: () => new Date(),
        newKey: () => 'key',
        save: () => {},
      },
      () => {},
    );
    await Promise.all([chat.ask('Weather?'), left]);

    expect(chat.state.turns.at(-1)).toMatchObject({ phase: 'stopped', steps: [{ text: 'It' }] });
  });

  it('ends a model that calls tools for ever', async () => {
    const { chat, requests, last } = conversation(...Array.from({ length: 20 }, (_, i) => [call(`${i}`, 'calculate', '{"expression":"1"}'), done('tool_calls')] as ChatEvent[]));
    await chat.ask('Again?');

    expect([last().phase, requests.length]).toEqual(['stopped', 8]);
  });

  it('is kept whenever a turn has ended, and goes on after a reload', async () => {
    const { chat, saved } = conversation([text('It rains.'), done()]);
    await chat.ask('Weather?');
    const again = new ChatController({ events: async function* () {}, now: () => new Date(), newKey: () => '', save: () => {} }, () => {}, saved.at(-1)!);

    expect(again.state).toEqual(chat.state);
  });
});
