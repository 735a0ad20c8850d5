import assert from 'node:assert/strict';

export const prompt = 'Explain quicksort with an example in Python';

/** One browser, the pages that a scenario opens in it, and what they complained about. */
export class Scene {
  complaints = [];

  constructor(browser, url, control, ratings) {
    this.browser = browser;
    this.url = url;
    this.control = control;
    this.ratings = ratings;
  }

  /** A page of its own: fresh cookies. Everything on its console that is not expected fails the scenario. */
  async open(path, { expected = [], cookies = [], ...options } = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    await context.addCookies(cookies);
    if (this.ratings) {
      await context.route(/\/api\/(rubrics|campaigns)(\/|$)/, route => this.forward(route));
    }
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const complain = text => expected.some(pattern => pattern.test(text)) || this.complaints.push(`${page.url()}: ${text}`);
    page.on('console', message => ['error', 'warning'].includes(message.type()) && complain(`${message.text()} ${message.location().url}`));
    page.on('pageerror', error => complain(error.message));
    await page.goto(this.url + path);
    return page;
  }

  /** What the gateway would send to the ratings service: here the pages are asked without a gateway. */
  async forward(route) {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname + search, this.ratings).href }) });
  }

  /** A switch of what is behind the pages, see Stage/BackEnds.cs. */
  async turn(path) {
    const response = await fetch(this.control + path, { method: 'POST' });
    assert.ok(response.ok, `${path}: ${response.status}`);
  }

  /** No script error, no refused resource, no violation of the content security policy, on any page that was opened. */
  assertQuiet() {
    assert.deepEqual(this.complaints, []);
  }
}

export const phase = (page, ...names) => page.waitForSelector(names.map(name => `#battle[data-phase="${name}"]`).join(', '));

export async function ask(page, text = prompt) {
  await page.fill('#message', text);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/battle\/[\w-]+$/);
}

export const part = (page, name) => page.locator(`[data-part="${name}"]`);

export const answers = async page => ({
  a: await page.locator('[data-part="pane-a"] [data-part="answer"]').innerText(),
  b: await page.locator('[data-part="pane-b"] [data-part="answer"]').innerText(),
});

/** What a reveal shows of one side. */
export const side = async (page, slot) => {
  const pane = page.locator(`[data-part="pane-${slot}"]`);
  return {
    name: await pane.locator('[data-part="name"]').innerText(),
    change: await pane.locator('[data-part="change"]').innerText(),
    step: await pane.locator('[data-part="step"]').innerText(),
  };
};

/** Both answers are there, nobody is named, and each side says something. */
export async function assertBlind(page) {
  const { a, b } = await answers(page);
  assert.ok(a.length > 20 && b.length > 20, 'both sides have written');
  assert.deepEqual([await side(page, 'a'), await side(page, 'b')].map(({ name }) => name), ['Model A', 'Model B']);
}

/** Names are shown, and the two ratings moved by the same amount in opposite directions, or not at all. */
export async function assertRevealed(page, winner) {
  const [a, b] = [await side(page, 'a'), await side(page, 'b')];
  for (const { name, step } of [a, b]) {
    assert.doesNotMatch(name, /^Model [AB]$/);
    assert.match(step, /^\d+\.\d → \d+\.\d$/);
  }
  const number = text => Number(text.replace('−', '-').replace('±', ''));
  assert.equal(number(a.change) + number(b.change), 0);
  if (winner) {
    const won = number(winner === 'a' ? a.change : b.change);
    assert.ok(won > 0, `the winner gains: ${won}`);
    assert.match((winner === 'a' ? a : b).change, /^\+\d+\.\d$/);
    assert.match((winner === 'a' ? b : a).change, /^−\d+\.\d$/);
  }
}
