import { createApi } from './api';
import type { Preference } from './contract';
import { BattleController } from './controller';
import { part } from './dom';
import { commandOf, sends, whereOf } from './keys';
import type { MarkdownRenderer } from './markdown';
import { announceReveals } from './reveals';
import { shareOnClick } from './share';
import type { State } from './state';
import { BattleStream } from './stream';
import { BattleView } from './view';

/** What a panel tells the page that it is on. */
export interface Surroundings {
  renderer: MarkdownRenderer;
  /** The document that a new battle is about. */
  document?: () => string | null;
  /** The name of the campaign that the battle is of. */
  campaign?: () => string | null;
  /** The panel shows another battle now; with `replace` it took the place of the one before, which leads here. */
  moved(id: string, replace: boolean): void;
  /** The voter wants to ask something new, or the same differently. */
  newPrompt(text: string): void;
  shown?(state: State): void;
}

/**
 * A battle in the element that Panel.razor wrote: both sides, the vote with its keys, follow-ups and what comes after. The battle page has one;
 * a conversation has one in each turn that went to the arena.
 */
export class BattlePanel {
  readonly battle: BattleController;
  private readonly followUp: HTMLTextAreaElement;

  constructor(
    readonly root: HTMLElement,
    private readonly around: Surroundings,
  ) {
    const campaign = () => around.campaign?.() ?? null;
    const view = new BattleView(root, around.renderer, campaign);
    const announce = announceReveals(root);
    this.battle = new BattleController(
      {
        api: createApi(undefined, around.document),
        openStream: (url, handlers) => new BattleStream(url, handlers),
        delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
        newKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
        moved: (id, replace) => around.moved(id, replace),
        campaign,
      },
      state => {
        view.show(state);
        announce(state);
        around.shown?.(state);
      },
    );
    this.followUp = part<HTMLTextAreaElement>(root, 'follow-up-message');
    submits(part<HTMLFormElement>(root, 'follow-up'), this.followUp, () => this.ask());
    this.listen();
  }

  /** Does what a key means now, wherever on the page it was pressed. False when it means nothing here. */
  press(event: KeyboardEvent): boolean {
    const command = commandOf(event, this.battle.state, whereOf(event.target));
    if (command) {
      event.preventDefault();
      void (command.type === 'vote' ? this.battle.vote(command.preference) : command.type === 'stop' ? this.battle.stop() : this.battle.next());
    }
    return command !== null;
  }

  focus(): void {
    part(this.root, 'status').focus({ preventScroll: true });
  }

  /** Ends what is under way: the panel is no longer wanted. */
  leave(): void {
    void this.battle.stop();
    this.battle.reset();
  }

  private listen(): void {
    this.root.addEventListener('click', event => {
      const preference = (event.target as Element).closest<HTMLElement>('button[data-vote]')?.dataset.vote;
      if (preference) {
        void this.battle.vote(preference as Preference);
      }
    });
    part(this.root, 'next').addEventListener('click', () => void this.battle.next());
    part(this.root, 'stop').addEventListener('click', () => void this.battle.stop());
    part(this.root, 'retry').addEventListener('click', () => void this.battle.retry());
    part(this.root, 'edit').addEventListener('click', () => this.edit());
    for (const button of this.root.querySelectorAll('[data-part="new"]')) {
      button.addEventListener('click', () => this.around.newPrompt(''));
    }
    shareOnClick(part<HTMLButtonElement>(this.root, 'share'), () => {
      const { state } = this.battle;
      return new URL('battle' in state ? pathOf(state.battle.id) : '', location.href).href;
    });
  }

  private ask(): void {
    if (!this.followUp.readOnly) {
      const text = this.followUp.value;
      this.followUp.blur(); // the keys belong to the battle again
      void this.battle.ask(text);
    }
  }

  /** Of a first turn the prompt, for a new battle; of a later one the follow-up. */
  private edit(): void {
    const { state } = this.battle;
    if (state.phase === 'failed' && state.turns.length > 0) {
      this.followUp.value = state.message;
      this.followUp.focus();
    } else if (state.phase === 'failed') {
      this.around.newPrompt(state.message);
    }
  }
}

/** Where a battle has a page of its own. */
export const pathOf = (id: string): string => `/battle/${encodeURIComponent(id)}`;

/** Has a form, and Enter in its field, send what the field holds; an empty field asks for something. */
export function submits(form: HTMLFormElement, field: HTMLTextAreaElement, send: () => void): void {
  const submit = (event: Event) => {
    event.preventDefault();
    if (field.value.trim()) {
      send();
    } else {
      field.focus();
    }
  };
  form.addEventListener('submit', submit);
  field.addEventListener('keydown', event => sends(event) && submit(event));
}
