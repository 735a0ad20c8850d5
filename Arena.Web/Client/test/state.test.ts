import { describe, expect, it } from 'vitest';
import { type Action, initial, reduce, type State } from '../src/battle/state';
import { endOf, progressOf } from '../src/battle/campaign';
import { campaign, info, problem, reveal } from './fakes';

const play = (...actions: Action[]): State => actions.reduce(reduce, initial);

const start: Action = { type: 'start', message: 'why?', viewIndex: 0 };
const opened: Action = { type: 'opened', info: info() };
const answered: Action = { type: 'answered' };
const vote: Action = { type: 'vote', preference: 'left' };
const battle = { id: 'b1', message: 'why?', viewIndex: 0, totalViews: 3, streamUrl: '/api/arena/battles/b1/stream', turns: [], models: null, reveal: null, campaign: null };

describe('a battle', () => {
  it('goes from idle through starting, streaming and voting to revealed', () => {
    const actions: Action[] = [start, opened, answered, vote, { type: 'revealed', reveal: reveal() }];
    const phases = actions.map((_, i) => play(...actions.slice(0, i + 1)).phase);
    expect([initial.phase, ...phases]).toEqual(['idle', 'starting', 'streaming', 'voting', 'voting', 'revealed']);
  });

  it('collects each side apart, in the order of arrival', () => {
    const state = play(
      start,
      opened,
      { type: 'connection', connected: true },
      { type: 'delta', slot: 'a', text: 'one ' },
      { type: 'delta', slot: 'b', text: 'eins ' },
      { type: 'delta', slot: 'a', text: 'two' },
    );
    expect(state).toEqual({ phase: 'streaming', battle, connected: true, preparing: null, stopping: false, answers: { a: 'one two', b: 'eins ' } });
  });

  it('says why there is no text yet until there is some', () => {
    const waiting = play(start, opened, { type: 'preparing', preparing: { state: 'queued', position: 2 } });
    expect(waiting).toMatchObject({ phase: 'streaming', preparing: { state: 'queued', position: 2 } });
    expect(reduce(waiting, { type: 'delta', slot: 'a', text: 'x' })).toMatchObject({ preparing: null, answers: { a: 'x', b: '' } });
  });

  it('clears both sides when the answers start over', () => {
    const state = play(start, opened, { type: 'delta', slot: 'a', text: 'lost' }, { type: 'restart' }, { type: 'delta', slot: 'b', text: 'new' });
    expect(state).toMatchObject({ phase: 'streaming', answers: { a: '', b: 'new' } });
  });

  it('that was voted on before is revealed as soon as its answers are there', () => {
    const state = play({ type: 'opened', info: info({ state: 'revealed', reveal: reveal() }) }, { type: 'delta', slot: 'a', text: 'x' }, answered);
    expect(state).toEqual({ phase: 'revealed', battle: { ...battle, reveal: reveal() }, answers: { a: 'x', b: '' }, reveal: reveal() });
  });

  it('that was voted on is revealed also when its text is no longer kept', () => {
    const state = play({ type: 'opened', info: info({ state: 'revealed', reveal: reveal() }) }, { type: 'failed', problem: problem('battle-not-found') });
    expect(state).toEqual({ phase: 'revealed', battle: { ...battle, reveal: reveal() }, answers: { a: '', b: '' }, reveal: reveal() });
  });

  it('whose side fails is void and keeps what is needed to start again', () => {
    const failure = problem('answer-failed');
    expect(play(start, { type: 'opened', info: info({ view_index: 2 }) }, { type: 'failed', problem: failure })).toEqual({
      phase: 'failed',
      message: 'why?',
      viewIndex: 2,
      turns: [],
      answers: { a: '', b: '' },
      battleId: 'b1',
      problem: failure,
    });
  });

  it('that cannot start fails with the problem of the call', () => {
    const refusal = problem('message-too-long');
    expect(play(start, { type: 'failed', problem: refusal })).toEqual({
      phase: 'failed',
      message: 'why?',
      viewIndex: 0,
      turns: [],
      answers: { a: '', b: '' },
      battleId: null,
      problem: refusal,
    });
  });

  it('says why it does not start yet', () => {
    const waiting = problem('not-enough-models', { retryAfter: 5 });
    expect(play(start, { type: 'start-waiting', problem: waiting })).toMatchObject({ phase: 'starting', waiting });
  });
});

describe('a vote', () => {
  it('is kept while it cannot be saved, and says why', () => {
    const waiting = problem('ledger-unavailable', { retryAfter: 2 });
    expect(play(start, opened, answered, vote, { type: 'vote-waiting', problem: waiting })).toMatchObject({
      phase: 'voting',
      vote: { preference: 'left', waiting },
    });
  });

  it('is not replaced by a second one that is under way', () => {
    expect(play(start, opened, answered, vote, { type: 'vote', preference: 'tie' })).toMatchObject({ vote: { preference: 'left' } });
  });

  it('that is refused opens the vote again with the reason', () => {
    const refusal = problem('battle-not-answered');
    expect(play(start, opened, answered, vote, { type: 'vote-refused', problem: refusal })).toMatchObject({
      phase: 'voting',
      vote: null,
      problem: refusal,
    });
  });

  it('means nothing before both answers are there', () => {
    const streaming = play(start, opened);
    expect(reduce(streaming, vote)).toBe(streaming);
  });

  it('that is saved is never taken back by what comes later', () => {
    const revealed = play(start, opened, answered, vote, { type: 'revealed', reveal: reveal() });
    const later: Action[] = [
      { type: 'failed', problem: problem('answer-failed') },
      { type: 'delta', slot: 'a', text: 'late' },
      { type: 'restart' },
      { type: 'vote', preference: 'right' },
      { type: 'vote-refused', problem: problem('vote-conflict') },
    ];
    expect(later.map(action => reduce(revealed, action))).toEqual(later.map(() => revealed));
  });
});

describe('a campaign', () => {
  const told: Action = { type: 'campaign', campaign: campaign() };
  const revealed = play(start, opened, told, answered, vote, { type: 'revealed', reveal: reveal() });

  it('stays with its battle, and means nothing without one', () => {
    expect([revealed, play(start, told)]).toMatchObject([{ phase: 'revealed', battle: { campaign: campaign() } }, { phase: 'starting' }]);
  });

  it('that hands out no more leaves the voter where the vote was, with the reason', () => {
    const over = problem('campaign-over');
    expect(play(start, { type: 'back', to: revealed, problem: over })).toEqual({ ...revealed, problem: over });
  });

  it('ends with thanks, for the reason that it ends', () => {
    expect([
      endOf(null), endOf(campaign()), endOf(campaign({ own: 4 })), endOf(campaign({ state: 'reached' })), endOf(campaign({ state: 'closed', own: 4 })),
    ]).toEqual([
      null,
      null,
      'You have judged all prompts of this campaign: thank you.',
      'This campaign has what it needs: thank you.',
      'This campaign is closed: thank you.',
    ]);
  });

  it('says how far it is', () => {
    const narrow = { target_votes: 0, target_width: 120, votes: 7, own: 2 };
    expect([campaign({ votes: 3, own: 1 }), campaign(narrow), campaign({ ...narrow, interval_width: 180.4 })].map(progressOf)).toEqual([
      '3 of 12 votes · you judged 1 of 4 prompts',
      '7 votes, widest interval not known yet, wanted 120 · you judged 2 of 4 prompts',
      '7 votes, widest interval 180 points, wanted 120 · you judged 2 of 4 prompts',
    ]);
  });
});

describe('a conversation', () => {
  const earlier = [{ message: 'why?', answers: { a: 'so', b: 'also' } }];
  const again = info({ battle_id: 'b2', message: 'and then?', turns: [{ message: 'why?', response_a: 'so', response_b: 'also' }] });

  it('keeps what was said on the page while the next turn begins', () => {
    const asked: Action = { type: 'start', message: 'and then?', viewIndex: 0, turns: earlier };
    expect([play(asked), play(asked, { type: 'opened', info: again })]).toMatchObject([
      { phase: 'starting', turns: earlier },
      { phase: 'streaming', battle: { id: 'b2', message: 'and then?', turns: earlier }, answers: { a: '', b: '' } },
    ]);
  });

  it('whose turn fails keeps what was said and what was written of it', () => {
    const state = play({ type: 'opened', info: again }, { type: 'delta', slot: 'b', text: 'half' }, { type: 'failed', problem: problem('answer-failed') });
    expect(state).toMatchObject({ phase: 'failed', message: 'and then?', turns: earlier, answers: { a: '', b: 'half' }, battleId: 'b2' });
  });

  it('that cannot go on can still be voted on', () => {
    const before = play(start, opened, answered);
    const refusal = problem('conversation-too-long');
    const state = [{ type: 'start', message: 'x', viewIndex: 0 } as Action, { type: 'back', to: before, problem: refusal } as Action].reduce(reduce, before);
    expect(state).toEqual({ ...before, problem: refusal });
  });
});

describe('a battle that comes with its answers', () => {
  const responses = { a: 'x', b: 'y' };

  it('is shown as it ended', () => {
    const revealed = play({ type: 'opened', info: info({ state: 'revealed', responses, reveal: reveal(), stream_url: '' }) });
    expect(revealed).toMatchObject({ phase: 'revealed', answers: responses, reveal: reveal() });
  });

  it('and without a vote can be voted on', () => {
    expect(play({ type: 'opened', info: info({ state: 'answered', responses }) })).toMatchObject({ phase: 'voting', answers: responses, vote: null });
  });
});

describe('stopping', () => {
  it('ends in what the stream says: stopped, or answered when it was too late', () => {
    const stopping = play(start, opened, { type: 'stopping' });
    expect([stopping, reduce(stopping, { type: 'failed', problem: problem('battle-stopped') }), reduce(stopping, answered)]).toMatchObject([
      { phase: 'streaming', stopping: true },
      { phase: 'failed' },
      { phase: 'voting' },
    ]);
  });
});
