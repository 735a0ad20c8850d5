import { createApi } from './battle/api';
import type { BattleInfo, Preference } from './battle/contract';
import { Attachment } from './battle/attachment';
import { BattleController } from './battle/controller';
import { part } from './battle/dom';
import { commandOf, sends, whereOf } from './battle/keys';
import { copyOnClick, MarkdownRenderer } from './battle/markdown';
import { announceReveals } from './battle/reveals';
import { shareOnClick } from './battle/share';
import { BattleStream } from './battle/stream';
import { BattleView } from './battle/view';
import { onWake } from './battle/wake';
import { createCompareApi } from './compare/api';

const root = document.getElementById('battle')!;
const message = part<HTMLTextAreaElement>(root, 'message');
const followUp = part<HTMLTextAreaElement>(root, 'follow-up-message');

const attachment = new Attachment(part(root, 'composer'), createCompareApi());
const view = new BattleView(root, new MarkdownRenderer(window));
const announce = announceReveals(root);
const battle = new BattleController(
  {
    api: createApi(undefined, () => attachment.id),
    openStream: (url, handlers) => new BattleStream(url, handlers),
    delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    newKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    navigate: (path, replace) => (replace ? history.replaceState(null, '', path) : history.pushState(null, '', path)),
  },
  state => {
    view.show(state);
    announce(state);
  },
);

/** Sends what a field holds, and asks for something where it is empty. */
const submit = (field: HTMLTextAreaElement, send: (text: string) => Promise<void>) => {
  if (field.value.trim()) {
    void send(field.value);
  } else {
    field.focus();
  }
};
let waiting = false;
const start = () => submit(message, async text => {
  if (waiting) {
    return; // one press of Enter is enough while a document is being read
  }
  waiting = true;
  const ready = await attachment.settled();
  waiting = false;
  if (ready) {
    await battle.start(text);
  }
});
const ask = () => {
  if (!followUp.readOnly) {
    submit(followUp, text => {
      followUp.blur(); // the keys belong to the battle again
      return battle.ask(text);
    });
  }
};

const newPrompt = (text: string) => {
  history.pushState(null, '', '/');
  message.value = text;
  battle.reset();
};

/** Of a first turn the prompt, for a new battle; of a later one the follow-up. */
const edit = () => {
  const { state } = battle;
  if (state.phase === 'failed' && state.turns.length > 0) {
    followUp.value = state.message;
    followUp.focus();
  } else if (state.phase === 'failed') {
    newPrompt(state.message);
  }
};

/** The address bar says which battle is on the page. */
const follow = (prompt = '') => {
  const id = /^\/battle\/([^/]+)$/.exec(location.pathname)?.[1];
  if (id) {
    void battle.resume(decodeURIComponent(id), prompt);
  } else {
    battle.reset();
  }
};

for (const [form, field, send] of [['composer', message, start], ['follow-up', followUp, ask]] as const) {
  part(root, form).addEventListener('submit', event => {
    event.preventDefault();
    send();
  });
  field.addEventListener('keydown', event => {
    if (sends(event)) {
      event.preventDefault();
      send();
    }
  });
}
root.addEventListener('click', event => {
  const button = (event.target as Element).closest('button');
  if (button?.dataset.vote) {
    void battle.vote(button.dataset.vote as Preference);
  } else if (button?.dataset.example) {
    message.value = button.dataset.example;
    message.focus();
  }
});
part(root, 'next').addEventListener('click', () => void battle.next());
part(root, 'stop').addEventListener('click', () => void battle.stop());
part(root, 'retry').addEventListener('click', () => void battle.retry());
part(root, 'edit').addEventListener('click', edit);
for (const button of root.querySelectorAll('[data-part="new"]')) {
  button.addEventListener('click', () => newPrompt(''));
}
copyOnClick(root);
shareOnClick(part<HTMLButtonElement>(root, 'share'));
document.addEventListener('keydown', event => {
  const command = commandOf(event, battle.state, whereOf(event.target));
  if (command) {
    event.preventDefault();
    void (command.type === 'vote' ? battle.vote(command.preference) : command.type === 'stop' ? battle.stop() : battle.next());
  }
});

addEventListener('popstate', () => follow());
onWake(() => battle.wake());

if (root.dataset.battle) {
  battle.show(JSON.parse(root.dataset.battle) as BattleInfo);
} else if (root.dataset.phase !== 'idle') {
  follow(part(root, 'prompt').textContent ?? '');
}
