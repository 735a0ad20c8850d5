import { describe, expect, it } from 'vitest';
import { commandOf, sends } from '../src/battle/keys';
import { reduce, initial, type Action, type State } from '../src/battle/state';
import { info, reveal } from './fakes';

const play = (...actions: Action[]): State => actions.reduce(reduce, initial);
const voting = play({ type: 'opened', info: info() }, { type: 'answered' });
const revealed = reduce(voting, { type: 'revealed', reveal: reveal() });
const key = (name: string, changes: Partial<KeyboardEvent> = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...changes,
});
const page = { typing: false, scrolls: false };

describe('keys', () => {
  it.each([
    ['ArrowLeft', 'left'],
    ['ArrowRight', 'right'],
    ['t', 'tie'],
    ['T', 'tie'],
    ['b', 'both_bad'],
    ['B', 'both_bad'],
  ])('%s votes %s', (name, preference) => {
    expect(commandOf(key(name), voting, page)).toEqual({ type: 'vote', preference });
  });

  it('N opens the next view after the reveal, and only then', () => {
    expect([commandOf(key('n'), revealed, page), commandOf(key('n'), voting, page)]).toEqual([{ type: 'next' }, null]);
  });

  it('Esc stops what is being written, and nothing else', () => {
    const streaming = play({ type: 'opened', info: info() });
    expect([streaming, voting, revealed].map(state => commandOf(key('Escape'), state, page))).toEqual([{ type: 'stop' }, null, null]);
  });

  it('do nothing while one types', () => {
    expect(['ArrowLeft', 't', 'b'].map(name => commandOf(key(name), voting, { typing: true, scrolls: false }))).toEqual([null, null, null]);
  });

  it('leave the arrows to what they scroll', () => {
    const where = { typing: false, scrolls: true };
    expect([commandOf(key('ArrowLeft'), voting, where), commandOf(key('t'), voting, where)]).toEqual([null, { type: 'vote', preference: 'tie' }]);
  });

  it.each(['altKey', 'ctrlKey', 'metaKey', 'shiftKey', 'repeat', 'isComposing'])('with %s belong to the browser', modifier => {
    expect(commandOf(key('ArrowLeft', { [modifier]: true }), voting, page)).toBeNull();
  });

  it('do nothing before the vote is open and after it is cast', () => {
    const streaming = play({ type: 'opened', info: info() });
    expect([commandOf(key('ArrowLeft'), streaming, page), commandOf(key('ArrowLeft'), revealed, page)]).toEqual([null, null]);
  });
});

describe('sending', () => {
  it('is Enter, alone or with Ctrl or Cmd, but not with Shift and not in an input method', () => {
    const presses = [{}, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { isComposing: true }];
    expect(presses.map(changes => sends(key('Enter', changes)))).toEqual([true, true, true, false, false]);
  });
});
