import { describe, expect, it } from 'vitest';
import { type BattleApi, ProblemError } from '../src/battle/api';
import type { Problem } from '../src/battle/contract';
import { BattleController } from '../src/battle/controller';
import type { StreamHandlers } from '../src/battle/stream';
import { campaign, info, problem, reveal } from './fakes';

/** Each call takes the next of its prepared answers; a call that nobody prepared fails the test. */
function harness(answers: Partial<Record<keyof BattleApi, unknown[]>>, campaign: string | null = null) {
  const calls: string[] = [];
  const streams: { url: string; handlers: StreamHandlers; closed: boolean; wakes: number }[] = [];
  const delays: number[] = [];
  const paths: string[] = [];
  let keys = 0;
  const answer = (name: keyof BattleApi) => (...values: unknown[]) => {
    calls.push([name, ...values].join(' '));
    const next = answers[name]?.shift();
    if (next === undefined) {
      throw new Error(`Nobody expected ${name}.`);
    }
    return isProblem(next) ? Promise.reject(new ProblemError(next)) : Promise.resolve(next);
  };
  const controller = new BattleController(
    {
      api: Object.fromEntries(
        (['start', 'get', 'next', 'nextPrompt', 'campaign', 'continue', 'stop', 'vote', 'probe'] as const).map(name => [name, answer(name)]),
      ) as unknown as BattleApi,
      openStream: (url, handlers) => {
        const stream = { url, handlers, closed: false, wakes: 0 };
        streams.push(stream);
        return { close: () => (stream.closed = true), reconnect: () => stream.wakes++ };
      },
      delay: milliseconds => {
        delays.push(milliseconds);
        return Promise.resolve();
      },
      newKey: () => `key${++keys}`,
      moved: (id, replace) => paths.push(replace ? `=${id}` : id),
      campaign: () => campaign,
    },
    () => {},
  );
  return { controller, calls, streams, delays, paths };
}

const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'type' in value && 'title' in value;

async function answeredBattle(answers: Parameters<typeof harness>[0]) {
  const parts = harness({ start: [info()], ...answers });
  await parts.controller.start('why?');
  parts.streams[0]!.handlers.answered();
  return parts;
}

describe('starting', () => {
  it('puts the battle into the address bar and opens its stream', async () => {
    const { controller, calls, paths, streams } = harness({ start: [info()] });
    await controller.start('why?');
    expect({ calls, paths, url: streams[0]!.url, phase: controller.state.phase }).toEqual({
      calls: ['start why? 0 key1'],
      paths: ['b1'],
      url: '/api/arena/battles/b1/stream',
      phase: 'streaming',
    });
  });

  it('waits as long as the server asks while too few models can answer', async () => {
    const { controller, calls, delays } = harness({ start: [problem('not-enough-models', { retryAfter: 5 }), info()] });
    await controller.start('why?');
    expect({ calls, delays, phase: controller.state.phase }).toEqual({
      calls: ['start why? 0 key1', 'start why? 0 key1'],
      delays: [5000],
      phase: 'streaming',
    });
  });

  it('shows what is wrong with the message, and asks once', async () => {
    const refusal = problem('message-too-long');
    const { controller, calls } = harness({ start: [refusal] });
    await controller.start('why?');
    expect({ calls, state: controller.state }).toMatchObject({ calls: ['start why? 0 key1'], state: { phase: 'failed', problem: refusal } });
  });

  it('that was given up does not come back', async () => {
    const { controller, paths, streams } = harness({ start: [info()] });
    const started = controller.start('why?');
    controller.reset();
    await started;
    expect({ paths, streams, phase: controller.state.phase }).toEqual({ paths: [], streams: [], phase: 'idle' });
  });
});

describe('resuming', () => {
  it('opens the stream of the battle in the address bar', async () => {
    const { controller, calls, paths, streams } = harness({ get: [info({ state: 'streaming' })] });
    await controller.resume('b1');
    expect({ calls, paths, streams: streams.length, phase: controller.state.phase }).toEqual({
      calls: ['get b1'],
      paths: [],
      streams: 1,
      phase: 'streaming',
    });
  });

  it('reveals a battle that was voted on', async () => {
    const { controller, streams } = harness({ get: [info({ state: 'revealed', reveal: reveal('tie') })] });
    await controller.resume('b1');
    streams[0]!.handlers.answered();
    expect(controller.state).toMatchObject({ phase: 'revealed', reveal: { preference: 'tie' } });
  });

  it('of an expired battle goes back to the prompt and says why', async () => {
    const gone = problem('battle-not-found');
    const { controller } = harness({ get: [gone] });
    await controller.resume('b1');
    expect(controller.state).toEqual({ phase: 'idle', problem: gone });
  });

  it('closes the stream of the battle that was on the page, and ignores what it still says', async () => {
    const { controller, streams } = harness({ start: [info()], get: [info({ battle_id: 'b0' })] });
    await controller.start('why?');
    await controller.resume('b0');
    streams[0]!.handlers.delta('a', 'of the other battle');
    expect({ closed: streams.map(stream => stream.closed), state: controller.state }).toMatchObject({
      closed: [true, false],
      state: { battle: { id: 'b0' }, answers: { a: '', b: '' } },
    });
  });
});

describe('voting', () => {
  it('is repeated while the ledger is down, until it is saved', async () => {
    const down = problem('ledger-unavailable', { retryAfter: 2 });
    const { controller, calls, delays } = await answeredBattle({ vote: [down, down, reveal()] });
    await controller.vote('left');
    expect({ votes: calls.slice(1), delays, phase: controller.state.phase }).toEqual({
      votes: ['vote b1 left key2', 'vote b1 left key2', 'vote b1 left key2'],
      delays: [2000, 2000],
      phase: 'revealed',
    });
  });

  it('sends one vote, however often the key is pressed', async () => {
    const { controller, calls } = await answeredBattle({ vote: [reveal()] });
    await Promise.all([controller.vote('left'), controller.vote('left'), controller.vote('right')]);
    expect(calls.slice(1)).toEqual(['vote b1 left key2']);
  });

  it('shows what is in the ledger when the battle was voted on elsewhere', async () => {
    const { controller } = await answeredBattle({
      vote: [problem('vote-conflict')],
      get: [info({ state: 'revealed', reveal: reveal('right') })],
    });
    await controller.vote('left');
    expect(controller.state).toMatchObject({ phase: 'revealed', reveal: { preference: 'right' } });
  });

  it('does nothing before both answers are there', async () => {
    const { controller, calls } = harness({ start: [info()] });
    await controller.start('why?');
    await controller.vote('left');
    expect(calls).toEqual(['start why? 0 key1']);
  });
});

describe('afterwards', () => {
  it('the next view is another battle of the same prompt', async () => {
    const { controller, calls, paths } = await answeredBattle({ vote: [reveal()], next: [info({ battle_id: 'b2', view_index: 1 })] });
    await controller.vote('left');
    await controller.next();
    expect({ calls: calls.slice(2), paths, state: controller.state }).toMatchObject({
      calls: ['next b1 key3'],
      paths: ['b1', 'b2'],
      state: { phase: 'streaming', battle: { id: 'b2', viewIndex: 1 } },
    });
  });

  it('a void battle is tried again with the same prompt and view', async () => {
    const { controller, streams, calls } = harness({ start: [info({ view_index: 2 }), info({ battle_id: 'b2' })] });
    await controller.start('why?', 2);
    streams[0]!.handlers.failed(problem('answer-failed'));
    await controller.retry();
    expect({ calls, phase: controller.state.phase }).toEqual({ calls: ['start why? 2 key1', 'start why? 2 key2'], phase: 'streaming' });
  });
});

describe('a campaign', () => {
  const voted = async (answers: Parameters<typeof harness>[0]) => {
    const parts = harness({ get: [info()], vote: [reveal()], ...answers }, 'spring');
    await parts.controller.resume('b1');
    parts.streams[0]!.handlers.answered();
    await parts.controller.vote('left');
    parts.calls.length = 0;
    return parts;
  };

  it('tells how far it is, and goes on with its next prompt', async () => {
    const { controller, calls, paths } = await voted({
      campaign: [campaign(), campaign({ votes: 1, own: 1 }), campaign({ votes: 1, own: 1 })], nextPrompt: [info({ battle_id: 'b2', message: 'what?' })],
    });
    const told = controller.state;
    await controller.next();
    expect({ told, calls, paths, state: controller.state }).toMatchObject({
      told: { phase: 'revealed', battle: { campaign: { votes: 1, own: 1 } } },
      calls: ['nextPrompt spring', 'campaign spring'],
      paths: ['b2'],
      state: { phase: 'streaming', battle: { id: 'b2', message: 'what?' } },
    });
  });

  it('that has enough asks for nothing more', async () => {
    const { controller, calls } = await voted({ campaign: [campaign(), campaign({ state: 'reached' })] });
    await controller.next();
    expect({ calls, state: controller.state }).toMatchObject({ calls: [], state: { phase: 'revealed', battle: { campaign: { state: 'reached' } } } });
  });

  it('that somebody else has ended in the meantime says so where the voter is', async () => {
    const over = problem('campaign-over');
    const { controller, calls } = await voted({ campaign: [campaign(), campaign(), campaign({ state: 'closed' })], nextPrompt: [over] });
    await controller.next();
    expect({ calls, state: controller.state }).toMatchObject({
      calls: ['nextPrompt spring', 'campaign spring'],
      state: { phase: 'revealed', problem: over, battle: { id: 'b1', campaign: { state: 'closed' } } },
    });
  });

  it('tries a prompt whose answers broke off again, and not outside of itself', async () => {
    const { controller, calls, streams } = harness({ get: [info()], campaign: [campaign(), campaign()], nextPrompt: [info({ battle_id: 'b2' })] }, 'spring');
    await controller.resume('b1');
    streams[0]!.handlers.failed(problem('answer-failed'));
    await controller.retry();
    expect({ calls, state: controller.state }).toMatchObject({ calls: ['get b1', 'campaign spring', 'nextPrompt spring', 'campaign spring'], state: { battle: { id: 'b2' } } });
  });

  it('that does not answer is not told of, and the battle goes on', async () => {
    const { controller } = await voted({ campaign: [problem('ledger-unavailable'), problem('ledger-unavailable')] });
    expect(controller.state).toMatchObject({ phase: 'revealed', battle: { campaign: null } });
  });
});

describe('a conversation', () => {
  const again = info({ battle_id: 'b2', message: 'and then?', turns: [{ message: 'why?', response_a: 'so', response_b: 'also' }] });

  it('goes on as another battle in the place of the one before', async () => {
    const { controller, streams, calls, paths } = await answeredBattle({ continue: [again] });
    await controller.ask('and then?');
    expect({ calls: calls.slice(1), paths, open: streams.map(stream => !stream.closed), state: controller.state }).toMatchObject({
      calls: ['continue b1 and then?'],
      paths: ['b1', '=b2'],
      open: [false, true],
      state: { phase: 'streaming', battle: { id: 'b2', turns: [{ message: 'why?', answers: { a: 'so', b: 'also' } }] } },
    });
  });

  it('that cannot go on is voted on where it is', async () => {
    const { controller } = await answeredBattle({ continue: [problem('conversation-too-long')], vote: [reveal()] });
    await controller.ask('one more');
    expect(controller.state).toMatchObject({ phase: 'voting', problem: problem('conversation-too-long') });
    await controller.vote('left');
    expect(controller.state.phase).toBe('revealed');
  });

  it('asks the turn that broke off once more, of the same two models', async () => {
    const { controller, streams, calls } = await answeredBattle({ continue: [again, { ...again, battle_id: 'b3' }] });
    await controller.ask('and then?');
    streams[1]!.handlers.failed(problem('answer-failed', { slot: 'a' }));
    await controller.retry();
    expect({ calls: calls.slice(1), state: controller.state }).toMatchObject({
      calls: ['continue b1 and then?', 'continue b2 and then?'],
      state: { phase: 'streaming', battle: { id: 'b3' } },
    });
  });

  it('is found again where it went on, by its first address and by a vote that came too late', async () => {
    const left = info({ state: 'continued', continued_by: 'b2' });
    const { controller, calls, paths } = harness({ get: [left, again] });
    await controller.resume('b1');
    expect({ calls, paths, state: controller.state }).toMatchObject({ calls: ['get b1', 'get b2'], paths: ['=b2'], state: { battle: { id: 'b2' } } });

    const late = await answeredBattle({ vote: [problem('battle-continued')], get: [left, again] });
    await late.controller.vote('left');
    expect(late.controller.state).toMatchObject({ phase: 'streaming', battle: { id: 'b2' } });
  });
});

describe('stopping', () => {
  it('calls both models off, and waits for the stream to say so', async () => {
    const { controller, streams, calls } = harness({ start: [info()], stop: [info({ state: 'failed' })] });
    await controller.start('why?');
    streams[0]!.handlers.delta('a', 'half');
    await controller.stop();
    await controller.stop();
    const stopping = controller.state;
    streams[0]!.handlers.failed(problem('battle-stopped'));
    expect({ calls: calls.slice(1), stopping, state: controller.state }).toMatchObject({
      calls: ['stop b1'],
      stopping: { phase: 'streaming', stopping: true },
      state: { phase: 'failed', answers: { a: 'half' } },
    });
  });

  it('before there is a battle goes back to where one was', async () => {
    const { controller, paths, streams } = harness({ start: [info()] });
    const started = controller.start('why?');
    await controller.stop();
    await started;
    expect({ paths, streams, phase: controller.state.phase }).toEqual({ paths: [], streams: [], phase: 'idle' });
  });
});

describe('a refused stream', () => {
  const refusal = async (answer: unknown) => {
    const { controller, streams } = harness({ start: [info()], probe: [answer] });
    await controller.start('why?');
    return streams[0]!.handlers.refused();
  };

  it('is opened again when it would be answered now', async () => expect(await refusal('answered')).toBeNull());

  it('is opened again while the server is away', async () =>
    expect(await refusal(problem('service-unavailable', { status: 503, retryAfter: 2 }))).toBeNull());

  it('ends with an expired battle', async () => expect(await refusal(problem('battle-not-found'))).toEqual(problem('battle-not-found')));
});
