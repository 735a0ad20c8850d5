import { describe, expect, it } from 'vitest';
import type { Problem } from '../src/battle/contract';
import { BattleStream, type EventSourceLike } from '../src/battle/stream';
import { problem } from './fakes';

class FakeSource extends EventTarget implements EventSourceLike {
  readyState = 0;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.readyState = 2;
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  send(type: string, data: object = {}) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
  drop(forGood: boolean) {
    this.readyState = forGood ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }
}

function harness(refusals: (Problem | null)[] = []) {
  const sources: FakeSource[] = [];
  const log: string[] = [];
  const delays: number[] = [];
  const stream = new BattleStream(
    '/stream',
    {
      connection: connected => log.push(connected ? 'connected' : 'lost'),
      preparing: ({ state, position }) => log.push(`${state} ${position}`),
      delta: (slot, text) => log.push(`${slot}:${text}`),
      restart: () => log.push('restart'),
      answered: () => log.push('answered'),
      failed: ({ type }) => log.push(`failed ${type}`),
      refused: () => Promise.resolve(refusals.shift() ?? null),
    },
    {
      open: url => {
        const source = new FakeSource(url);
        sources.push(source);
        return source;
      },
      delay: milliseconds => {
        delays.push(milliseconds);
        return Promise.resolve();
      },
    },
  );
  return { stream, sources, log, delays };
}

const settle = () => new Promise(resolve => setTimeout(resolve));

describe('the stream', () => {
  it('carries both sides over one connection and ends with it', () => {
    const { sources, log } = harness();
    const source = sources[0]!;
    source.open();
    source.send('state', { state: 'streaming' });
    source.send('preparing', { state: 'queued', position: 2 });
    source.send('delta', { slot: 'a', text: '1' });
    source.send('delta', { slot: 'b', text: '2' });
    source.send('answered');
    source.send('delta', { slot: 'a', text: 'after the end' });
    expect({ log, open: source.readyState, count: sources.length }).toEqual({
      log: ['connected', 'queued 2', 'a:1', 'b:2', 'answered'],
      open: 2,
      count: 1,
    });
  });

  it('leaves a lost connection to the browser, which resumes where it was', async () => {
    const { sources, log } = harness();
    const source = sources[0]!;
    source.open();
    source.send('delta', { slot: 'a', text: '1' });
    source.drop(false);
    await settle();
    source.open();
    source.send('delta', { slot: 'a', text: '2' });
    expect({ log, count: sources.length }).toEqual({ log: ['connected', 'a:1', 'lost', 'connected', 'a:2'], count: 1 });
  });

  it('opens again when the browser gave up, and then replaces what was shown', async () => {
    const { sources, log } = harness();
    sources[0]!.open();
    sources[0]!.send('delta', { slot: 'a', text: '1' });
    sources[0]!.drop(true);
    await settle();
    sources[1]!.open();
    sources[1]!.send('state', { state: 'streaming' });
    sources[1]!.send('delta', { slot: 'a', text: '1' });
    sources[1]!.send('delta', { slot: 'a', text: '2' });
    expect(log).toEqual(['connected', 'a:1', 'lost', 'connected', 'restart', 'a:1', 'a:2']);
  });

  it('waits longer after each refusal, up to eight seconds, and from the start again once it was connected', async () => {
    const { sources, delays } = harness();
    for (let i = 0; i < 6; i++) {
      sources[i]!.drop(true);
      await settle();
    }
    sources[6]!.open();
    sources[6]!.drop(true);
    await settle();
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 8000, 500]);
  });

  it('ends when the battle says why it is refused for good', async () => {
    const { sources, log } = harness([problem('battle-not-found')]);
    sources[0]!.drop(true);
    await settle();
    expect({ log, count: sources.length }).toEqual({ log: ['lost', 'failed urn:llm-arena:problem:battle-not-found'], count: 1 });
  });

  it('calls nobody after it was closed', async () => {
    const { stream, sources, log } = harness();
    stream.close();
    sources[0]!.open();
    sources[0]!.send('delta', { slot: 'a', text: '1' });
    sources[0]!.drop(true);
    await settle();
    expect({ log, count: sources.length }).toEqual({ log: [], count: 1 });
  });

  it('ignores a connection that it has replaced', () => {
    const { stream, sources, log } = harness();
    sources[0]!.open();
    stream.reconnect();
    sources[0]!.send('delta', { slot: 'a', text: 'old' });
    sources[1]!.open();
    sources[1]!.send('delta', { slot: 'a', text: 'new' });
    expect(log).toEqual(['connected', 'connected', 'restart', 'a:new']);
  });

  it('passes the failure of a side on', () => {
    const { sources, log } = harness();
    sources[0]!.send('failed', problem('answer-failed'));
    expect(log).toEqual(['failed urn:llm-arena:problem:answer-failed']);
  });
});
