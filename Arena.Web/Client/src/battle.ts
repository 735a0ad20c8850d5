import { createApi } from './battle/api';
import type { Preference } from './battle/contract';
import { BattleController } from './battle/controller';
import { commandOf, sends, whereOf } from './battle/keys';
import { MarkdownRenderer } from './battle/markdown';
import { BattleStream } from './battle/stream';
import { BattleView, part } from './battle/view';

const root = document.getElementById('battle')!;
const form = part<HTMLFormElement>(root, 'composer');
const message = part<HTMLTextAreaElement>(root, 'message');

const view = new BattleView(root, new MarkdownRenderer(window));
const battle = new BattleController(
  {
    api: createApi(),
    openStream: (url, handlers) => new BattleStream(url, handlers),
    delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    newKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    navigate: path => history.pushState(null, '', path),
  },
  state => view.show(state),
);

const start = () => {
  if (message.value.trim()) {
    void battle.start(message.value);
  } else {
    message.focus();
  }
};

const newPrompt = () => {
  history.pushState(null, '', '/');
  message.value = '';
  battle.reset();
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

form.addEventListener('submit', event => {
  event.preventDefault();
  start();
});
message.addEventListener('keydown', event => {
  if (sends(event)) {
    event.preventDefault();
    start();
  }
});
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
part(root, 'retry').addEventListener('click', () => void battle.retry());
for (const button of root.querySelectorAll('[data-part="new"]')) {
  button.addEventListener('click', newPrompt);
}
document.addEventListener('keydown', event => {
  const command = commandOf(event, battle.state, whereOf(event.target));
  if (command) {
    event.preventDefault();
    void (command.type === 'vote' ? battle.vote(command.preference) : battle.next());
  }
});

addEventListener('popstate', () => follow());
addEventListener('online', () => battle.wake());
addEventListener('pageshow', event => event.persisted && battle.wake());

if (root.dataset.phase !== 'idle') {
  follow(part(root, 'prompt').textContent ?? '');
}
