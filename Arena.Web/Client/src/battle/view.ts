import { endOf } from './campaign';
import { part, setText } from './dom';
import type { MarkdownRenderer } from './markdown';
import { PaneView } from './pane';
import type { State } from './state';
import { sentence, statusOf } from './status';

/** Writes a state into the page that the server rendered. Reads nothing back: what is shown depends on the state alone. */
export class BattleView {
  private readonly panes: readonly PaneView[];
  private frame = 0;
  private state: State | null = null;

  constructor(
    private readonly root: HTMLElement,
    renderer: MarkdownRenderer,
    private readonly campaign: () => string | null,
  ) {
    this.panes = [new PaneView('a', part(root, 'pane-a'), renderer), new PaneView('b', part(root, 'pane-b'), renderer)];
  }

  /** At most once per frame, however fast tokens arrive. */
  show(state: State): void {
    this.state = state;
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render(this.state!);
    });
  }

  private render(state: State): void {
    const before = this.root.dataset.phase;
    this.root.dataset.phase = state.phase;
    this.panes.forEach(pane => pane.show(state));
    this.renderStatus(state);
    this.renderChoices(state);
    this.renderFollowUp(state);
    this.renderProblem(state);
    if (before !== state.phase) {
      this.moveFocus(state);
    }
  }

  private renderStatus(state: State): void {
    const { text, tone } = statusOf(state);
    const status = part(this.root, 'status');
    setText(status, text);
    status.dataset.tone = tone;
  }

  private renderChoices(state: State): void {
    const vote = state.phase === 'voting' ? state.vote : null;
    for (const button of this.root.querySelectorAll<HTMLButtonElement>('[data-vote]')) {
      button.toggleAttribute('data-chosen', button.dataset.vote === vote?.preference);
      // Not `disabled`: that would throw the focus back to the top of the page.
      button.setAttribute('aria-disabled', String(vote !== null));
    }
    this.renderNext(state, this.campaign());
  }

  /** In a campaign what follows is its next prompt, until it has enough; and its prompts are not the voter's to change. */
  private renderNext(state: State, campaign: string | null): void {
    const end = state.phase === 'revealed' && campaign !== null ? endOf(state.battle.campaign) : null;
    const next = part(this.root, 'next');
    const back = part<HTMLAnchorElement>(this.root, 'campaign-back');
    const hadFocus = document.activeElement === next;
    setText(part(this.root, 'next-label'), campaign === null ? 'Next pair, same prompt' : 'Next prompt');
    next.hidden = end !== null || (campaign === null && state.phase === 'revealed' && state.battle.totalViews === 0);
    part(this.root, 'edit').hidden = campaign !== null;
    setText(part(this.root, 'campaign-end'), end ?? '');
    back.hidden = end === null;
    back.href = campaign === null ? '/campaigns' : `/campaigns/${encodeURIComponent(campaign)}`;
    if (hadFocus && end !== null) {
      back.focus({ preventScroll: true });
    }
  }

  /** A voter may ask on before the vote; in a conversation that broke off, ask the same turn differently. */
  private renderFollowUp(state: State): void {
    const open = (state.phase === 'voting' && !state.vote) || (state.phase === 'failed' && state.turns.length > 0);
    const field = part<HTMLTextAreaElement>(this.root, 'follow-up-message');
    field.readOnly = !open;
    part<HTMLButtonElement>(this.root, 'follow-up-send').disabled = !open;
    part(this.root, 'follow-up').hidden = this.campaign() !== null || (state.phase === 'failed' && !open);
    if (state.phase === 'starting' || state.phase === 'revealed') {
      field.value = '';
    }
  }

  private renderProblem(state: State): void {
    const problem = state.phase === 'idle' ? state.problem : null;
    const notice = part(this.root, 'problem');
    notice.hidden = problem === null;
    setText(notice, problem ? sentence(problem) : '');
  }

  /** What had the focus may be gone: the next thing to do takes it, and only then. */
  private moveFocus(state: State): void {
    const active = document.activeElement;
    if (active && active !== document.body && (active as HTMLElement).checkVisibility()) {
      return;
    }
    const target = { idle: 'message', starting: 'status', streaming: 'status', voting: 'status', revealed: 'next', failed: 'retry' }[state.phase];
    this.root.querySelector<HTMLElement>(`[data-part="${target}"]`)?.focus({ preventScroll: true }); // a panel within a page has no prompt of its own
  }
}
