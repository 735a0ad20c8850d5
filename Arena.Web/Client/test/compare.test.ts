import { describe, expect, it } from 'vitest';
import type { EventSourceLike } from '../src/battle/stream';
import { sizeOf } from '../src/compare/document';
import { costNotice, cutNotice, dollars, factsOf, notesOf } from '../src/compare/format';
import { type Action, initial, reduce, type State } from '../src/compare/state';
import { CompareStream } from '../src/compare/stream';
import type { Comparison, Facts } from '../src/compare/contract';

const facts: Facts = {
  model_id: 'm', display_name: 'M', simulated: false, asked_model_id: 'm', deployment: 'n/m', fell_back: false, finish_reason: 'stop',
  latency_seconds: 2, time_to_first_token_seconds: 0.5, input_tokens: 1234, output_tokens: 20, tokens_estimated: false, tokens_per_second: 10, cost_usd: null,
};

const run = (state: State, ...actions: Action[]) => actions.reduce(reduce, state);

describe('the state of a comparison', () => {
  it('gathers the pieces of each answer and how it ended', () => {
    const state = run(
      initial(2, false),
      { type: 'preparing', position: 2, state: 'queued', waiting: 3 },
      { type: 'delta', position: 1, text: 'Hel' },
      { type: 'delta', position: 1, text: 'lo' },
      { type: 'done', position: 1, facts },
      { type: 'broken', position: 2, cause: 'timeout' },
    );

    expect(state.answers).toEqual([
      { phase: 'done', text: 'Hello', waiting: 0, cause: null, facts, namesItself: false, stars: null },
      { phase: 'broken', text: '', waiting: 3, cause: 'timeout', facts: null, namesItself: false, stars: null },
    ]);
  });

  it('begins again when a lost run starts over', () => {
    const state = run(initial(2, true), { type: 'delta', position: 1, text: 'old' }, { type: 'restart' }, { type: 'delta', position: 1, text: 'new' });

    expect(state.answers.map(answer => answer.text)).toEqual(['new', '']);
    expect(state.revealed).toBe(false);
  });

  it('takes from the ledger what it has, and keeps to the stream while it has nothing', () => {
    const open = { id: 'x', prompt: 'p', models: ['a', 'b'], blind: true, revealed: false, state: 'open', answers: [], picked: null, stream_url: '', url: '' } satisfies Comparison;
    const answered: Comparison = { ...open, state: 'answered', revealed: true, picked: 2, answers: [{ position: 1, failed: 'blank', stars: null }, { position: 2, text: 'whole', facts, names_itself: true, stars: 4 }] };
    const streamed = run(initial(2, true), { type: 'delta', position: 2, text: 'who' });

    expect(run(streamed, { type: 'loaded', comparison: open })).toBe(streamed);
    expect(run(streamed, { type: 'loaded', comparison: answered })).toMatchObject({
      phase: 'answered', revealed: true, picked: 2, answers: [{ phase: 'broken', cause: 'blank' }, { phase: 'done', text: 'whole', stars: 4, facts, namesItself: true }],
    });
  });
});

describe('words', () => {
  it.each([[0, '$0'], [0.00001, '< $0.0001'], [0.0123, '$0.0123'], [1.5, '$1.50']])('%d is %s', (value, text) => expect(dollars(value)).toBe(text));

  it('says what an answer took', () => {
    expect(factsOf({ ...facts, tokens_estimated: true, cost_usd: 0.02 })).toEqual([
      ['Latency', '2.00 s'], ['First token', '0.50 s'], ['Speed', '10.0 tokens/s'], ['Tokens', 'about 1,234 in, 20 out'], ['Cost', '$0.0200'],
    ]);
    expect(notesOf({ ...facts, asked_model_id: 'o', fell_back: true, finish_reason: 'length' })).toHaveLength(3);
  });

  it('says what is cut and what it costs, and nothing else', () => {
    const all = { characters: 10, total_characters: 10, pages: 1, total_pages: 1, cut: false };
    expect([cutNotice(undefined), cutNotice(all), costNotice({ models: [], total_usd: 0, is_paid: false })]).toEqual(['', '', '']);
    expect(cutNotice({ ...all, characters: 5, pages: 2, total_pages: 20, cut: true })).toContain('2 of 20 pages, 5 of 10 characters');
    expect(sizeOf({ id: '', name: '', media_type: '', size: 1, pages: ['a'], total_pages: 20, cut: true, characters: 41_000, extracted_by: '' })).toBe('20 pages, 41,000 characters, the rest is cut');
  });
});

class FakeSource implements EventSourceLike {
  readyState = 1;
  private readonly listeners = new Map<string, (event: Event) => void>();

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.readyState = 2;
  }

  say(type: string, data: object = {}): void {
    this.listeners.get(type)!({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
}

describe('the stream of a comparison', () => {
  it('opens again after a refusal until the ledger has the answers, and replaces what was shown', async () => {
    const sources: FakeSource[] = [];
    const seen: Action[] = [];
    const refusals = [false, true];
    const settled: (() => void)[] = [];
    const done = new Promise<void>(resolve => settled.push(resolve));
    new CompareStream('/s', {
      happened: action => seen.push(action),
      failed: () => {},
      ended: async () => {
        const last = refusals.shift()!;
        if (last) {
          settled[0]!();
        }
        return last;
      },
    }, { open: () => sources[sources.push(new FakeSource()) - 1]!, delay: async () => {} });

    sources[0]!.say('delta', { position: 1, text: 'a' });
    sources[0]!.close();
    sources[0]!.say('error');
    await new Promise(resolve => setTimeout(resolve));
    sources[1]!.say('delta', { position: 1, text: 'b' });
    sources[1]!.close();
    sources[1]!.say('error');
    await done;

    expect(sources).toHaveLength(2);
    expect(seen.filter(action => action.type !== 'connection')).toEqual([
      { type: 'delta', position: 1, text: 'a' }, { type: 'restart' }, { type: 'delta', position: 1, text: 'b' },
    ]);
  });

  it('ends with the answers, and asks again where they could not be had', async () => {
    const sources: FakeSource[] = [];
    const answers = [false, true];
    let waited = 0;
    await new Promise<void>(resolve => {
      new CompareStream('/s', {
        happened: () => {},
        failed: () => {},
        ended: async () => {
          const had = answers.shift()!;
          if (had) {
            resolve();
          }
          return had;
        },
      }, {
        open: () => {
          const source = new FakeSource();
          sources.push(source);
          setTimeout(() => source.say('answered'));
          return source;
        },
        delay: async () => void waited++,
      });
    });

    expect([sources.map(source => source.readyState), waited]).toEqual([[2, 2], 1]);
  });
});
