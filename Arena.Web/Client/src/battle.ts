import { Attachment } from './battle/attachment';
import { campaignOf } from './battle/campaign';
import type { BattleInfo } from './battle/contract';
import { part } from './battle/dom';
import { copyOnClick, MarkdownRenderer } from './battle/markdown';
import { BattlePanel, pathOf, submits } from './battle/panel';
import { showPrompt } from './battle/prompt';
import { onWake } from './battle/wake';
import { createCompareApi } from './compare/api';

/** The battle page: the panel is the page, the address bar says which battle is on it, and before the battle there is the prompt. */
const root = document.getElementById('battle')!;
const message = part<HTMLTextAreaElement>(root, 'message');
const attachment = new Attachment(part(root, 'composer'), createCompareApi());

/** Whose next prompt follows the vote; null outside of campaigns. */
const campaign = () => campaignOf(location.search);
const addressOf = (id: string) => pathOf(id) + (campaign() === null ? '' : `?campaign=${encodeURIComponent(campaign()!)}`);

const panel = new BattlePanel(root, {
  renderer: new MarkdownRenderer(window),
  document: () => attachment.id,
  campaign,
  moved: (id, replace) => (replace ? history.replaceState(null, '', addressOf(id)) : history.pushState(null, '', addressOf(id))),
  newPrompt: text => {
    history.pushState(null, '', '/');
    message.value = text;
    battle.reset();
  },
  shown: state => showPrompt(root, state, campaign()),
});
const { battle } = panel;

/** The address bar says which battle is on the page. */
const follow = (prompt = '') => {
  const id = /^\/battle\/([^/]+)$/.exec(location.pathname)?.[1];
  if (id) {
    void battle.resume(decodeURIComponent(id), prompt);
  } else {
    battle.reset();
  }
};

let waiting = false;
submits(part<HTMLFormElement>(root, 'composer'), message, async () => {
  if (waiting) {
    return; // one press of Enter is enough while a document is being read
  }
  const text = message.value;
  waiting = true;
  const ready = await attachment.settled();
  waiting = false;
  if (ready) {
    await battle.start(text);
  }
});
root.addEventListener('click', event => {
  const example = (event.target as Element).closest<HTMLElement>('button[data-example]')?.dataset.example;
  if (example) {
    message.value = example;
    message.focus();
  }
});
copyOnClick(root);
document.addEventListener('keydown', event => panel.press(event));
addEventListener('popstate', () => follow());
onWake(() => battle.wake());

if (root.dataset.battle) {
  battle.show(JSON.parse(root.dataset.battle) as BattleInfo);
} else if (root.dataset.phase !== 'idle') {
  follow(part(root, 'prompt').textContent ?? '');
}
