import { describe, expect, it } from 'vitest';
import { change, notes, rating, seconds } from '../src/battle/format';
import { session } from '../src/battle/session';
import { side } from './fakes';

describe('numbers', () => {
  it('a change of rating carries its sign, and none when nothing changed', () => {
    expect([change(1500, 1516), change(1500, 1484), change(1500, 1500), change(1500, 1499.99)]).toEqual(['+16.0', '−16.0', '±0.0', '±0.0']);
  });

  it('ratings have one decimal, times two or three digits', () => {
    expect([rating(1484.04), seconds(0.214), seconds(12.34)]).toEqual(['1484.0', '0.21 s', '12.3 s']);
  });
});

describe('notes', () => {
  it('are empty when the model that was asked answered in full from its first deployment', () => expect(notes(side())).toEqual([]));

  it('say who answered in whose place, from where, and whether it was cut', () => {
    const changes = { asked_model_id: 'sim-dune', fell_back: true, deployment: 'ollama/aurora', finish_reason: 'length' };
    expect(notes(side(changes))).toEqual([
      'Answered by Aurora (simulated) in place of sim-dune. The rating goes to the one that answered.',
      'Fell back to ollama/aurora.',
      'Cut at the length limit.',
    ]);
  });
});

describe('the session', () => {
  it('is made once and then kept', () => {
    const kept = new Map<string, string>();
    const store = () => ({ getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
    const first = session(store);
    expect({ first, second: session(store) }).toEqual({ first: expect.stringMatching(/^[0-9a-f]{32}$/), second: first });
  });

  it('works where the browser keeps nothing', () => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    expect(session(denied)).toMatch(/^[0-9a-f]{32}$/);
  });
});
