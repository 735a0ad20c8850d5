import { describe, expect, it } from 'vitest';
import { change, notes, rating, seconds, speed } from '../src/battle/format';
import { side } from './fakes';

describe('numbers', () => {
  it('a change of rating carries its sign, and none when nothing changed', () => {
    expect([change(1500, 1516), change(1500, 1484), change(1500, 1500), change(1500, 1499.99)]).toEqual(['+16.0', '−16.0', '±0.0', '±0.0']);
  });

  it('ratings have one decimal, times two or three digits', () => {
    expect([rating(1484.04), seconds(0.214), seconds(12.34), speed(95.12), speed(null)]).toEqual([
      '1484.0',
      '0.21 s',
      '12.3 s',
      '95.1 tokens/s',
      'unknown',
    ]);
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
