import { describe, expect, it } from 'vitest';
import { initial, isOpen, messagesOf, reduce, waiting } from '../src/chat/state';
import { asked, call, done, failed, hear, route, text, toArena, toTools } from './chat-fakes';

const last = (state: ReturnType<typeof asked>) => state.turns.at(-1)!;

describe('a turn', () => {
  it('gathers text, thinking and calls, and ends', () => {
    const state = hear(asked(), route(toTools), { type: 'preparing', data: { state: 'loading', position: 0 } }, { type: 'reasoning', data: { text: 'hm' } }, text('It '), text('rains.'), done('length'));

    expect(last(state)).toEqual({
      question: 'Weather?', choice: null, phase: 'done', route: toTools, preparing: null, battleId: null, failure: null, note: 'Cut at the length limit.',
      steps: [{ reasoning: 'hm', text: 'It rains.', calls: [] }],
    });
  });

  it('waits for the results of its calls, then goes on in a new step', () => {
    const waits = hear(asked(), route(toTools), call('1'), call('2'), done('tool_calls'));
    const half = reduce(waits, { type: 'result', id: '1', result: 'rain' });
    const tooEarly = reduce(half, { type: 'continue' });
    const goesOn = reduce(reduce(half, { type: 'result', id: '2', result: 'sun' }), { type: 'continue' });

    expect([last(waits).phase, waiting(last(half)).map(({ id }) => id), last(tooEarly).phase, last(goesOn).phase, last(goesOn).steps.length]).toEqual(['tools', ['2'], 'tools', 'asking', 2]);
  });

  it('keeps the first result of a call', () => {
    const state = hear(asked(), call('1'), done('tool_calls'));
    const twice = reduce(reduce(state, { type: 'result', id: '1', result: 'rain' }), { type: 'result', id: '1', result: 'sun' });

    expect(last(twice).steps[0]!.calls[0]!.result).toBe('rain');
  });

  it('ends with a battle', () => {
    const state = hear(asked(), route(toArena), { type: 'battle', data: { battle_id: 'b' } });

    expect([last(state).phase, last(state).battleId, isOpen(last(state))]).toEqual(['done', 'b', false]);
  });

  it('keeps the battle that its battle went on as, also when it is not the last turn', () => {
    const first = hear(asked('Why?'), route(toArena), { type: 'battle', data: { battle_id: 'b1' } });
    const second = hear(asked('And now?', first), route(toArena), { type: 'battle', data: { battle_id: 'b2' } });
    const moved = reduce(second, { type: 'moved', from: 'b1', to: 'b3' });

    expect(moved.turns.map(({ battleId, phase }) => [battleId, phase])).toEqual([['b3', 'done'], ['b2', 'done']]);
    expect(reduce(moved, { type: 'moved', from: 'b1', to: 'b4' })).toEqual(moved);
  });

  it('keeps what was there when it broke off or was stopped, and takes nothing more', () => {
    for (const end of [hear(asked(), text('It'), failed), reduce(hear(asked(), text('It')), { type: 'stop' })]) {
      const late = hear(reduce(end, { type: 'result', id: '1', result: 'x' }), text(' rains.'), done());
      expect(late).toBe(end);
      expect(last(late).steps[0]!.text).toBe('It');
    }
  });

  it('is replaced when it is asked again the other way', () => {
    const state = reduce(hear(asked(), route(toTools), text('It rains.'), done()), { type: 'again', choice: 'arena' });

    expect(state.turns.map(({ question, choice, phase, steps }) => ({ question, choice, phase, steps }))).toEqual([{ question: 'Weather?', choice: 'arena', phase: 'asking', steps: [] }]);
  });

  it('is not begun while another is under way', () => {
    const state = asked();
    expect(asked('Another?', state)).toBe(state);
  });
});

describe('what a model is told', () => {
  it('is every whole turn, with calls and results in their places', () => {
    const first = reduce(reduce(hear(asked(), text('Look.'), call('1'), done('tool_calls')), { type: 'result', id: '1', result: 'rain' }), { type: 'continue' });
    const state = asked('And tomorrow?', hear(first, text('It rains.'), done()));

    expect(messagesOf(state)).toEqual([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Look.', tool_calls: [{ id: '1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Bonn"}' } }] },
      { role: 'tool', tool_call_id: '1', content: 'rain' },
      { role: 'assistant', content: 'It rains.' },
      { role: 'user', content: 'And tomorrow?' },
    ]);
  });

  it('leaves out what broke off, what was stopped, and what the arena answered', () => {
    let state = hear(asked('broken'), text('It'), failed);
    state = reduce(hear(asked('stopped', state), text('It')), { type: 'stop' });
    state = hear(asked('arena', state), { type: 'battle', data: { battle_id: 'b' } });

    expect(messagesOf(asked('now', state))).toEqual([{ role: 'user', content: 'now' }]);
  });

  it('is nothing once the conversation was cleared', () => expect(reduce(asked(), { type: 'clear' })).toEqual(initial));
});
