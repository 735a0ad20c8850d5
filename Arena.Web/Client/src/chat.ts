import { part } from './battle/dom';
import { sends } from './battle/keys';
import { copyOnClick } from './battle/markdown';
import { onWake } from './battle/wake';
import type { Route } from './chat/contract';
import { ChatController } from './chat/controller';
import { chatEvents } from './chat/events';
import { isOpen } from './chat/state';
import { load, save } from './chat/storage';
import { readTools } from './chat/tools';
import { ChatView } from './chat/view';

const root = document.getElementById('chat')!;
const message = part<HTMLTextAreaElement>(root, 'message');
const tools = part<HTMLTextAreaElement>(root, 'tools');
const toolsProblem = part(root, 'tools-problem');

const chat: ChatController = new ChatController(
  {
    events: (request, key, signal) => chatEvents(request, key, signal),
    now: () => new Date(),
    newKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    save: state => save(sessionStorage, state),
  },
  state => view.show(state),
  load(sessionStorage),
);
const view = new ChatView(root, {
  moved: (from, to) => chat.moved(from, to),
  newPrompt: text => {
    message.value = text;
    message.focus();
  },
});

const ask = () => {
  if (isOpen(chat.state.turns.at(-1)) || !message.value.trim()) {
    message.focus();
    return;
  }
  const question = message.value;
  message.value = '';
  void chat.ask(question);
};

const offer = () => {
  let problem = '';
  try {
    chat.offer(readTools(tools.value));
  } catch (error) {
    problem = (error as Error).message;
  }
  toolsProblem.textContent = problem;
  toolsProblem.hidden = problem === '';
  tools.setAttribute('aria-invalid', String(problem !== ''));
};

part<HTMLFormElement>(root, 'composer').addEventListener('submit', event => {
  event.preventDefault();
  ask();
});
message.addEventListener('keydown', event => {
  if (sends(event)) {
    event.preventDefault();
    ask();
  }
});
root.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.result) {
    event.preventDefault();
    void chat.result(form.dataset.result, form.querySelector('textarea')!.value);
  }
});
root.addEventListener('click', event => {
  const button = (event.target as Element).closest('button');
  if (button?.dataset.again !== undefined) {
    void chat.again((button.dataset.again || null) as Route | null);
  } else if (button?.dataset.example) {
    message.value = button.dataset.example;
    message.focus();
  }
});
copyOnClick(root);
part(root, 'stop').addEventListener('click', () => chat.stop());
part(root, 'clear').addEventListener('click', () => {
  chat.clear();
  message.focus();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !event.isComposing && isOpen(chat.state.turns.at(-1))) {
    chat.stop();
  } else {
    view.press(event);
  }
});
onWake(() => view.wake());
tools.addEventListener('input', offer);

offer();
view.show(chat.state);
