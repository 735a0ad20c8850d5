import { campaignOf } from './battle/campaign';
import { CallFailed, readCampaign, readRubrics, sendFeedback } from './feedback/api';
import { collect } from './feedback/collect';
import type { Rubric, Rubrics } from './feedback/contract';
import { element, feedbackForm } from './feedback/form';

/** What follows a vote: reasons and scores. A battle tells of its reveal and leaves the place for it. */
const placeIn = (event: Event) => (event.target as Element).querySelector<HTMLElement>('[data-part="after-vote"]');

/** What was read last, and for which campaign: the page may leave it. */
let offered: { campaign: string | null; read: Promise<{ rubrics: Rubrics; rubric: Rubric | undefined }> } | undefined;

function offer() {
  const campaign = campaignOf(location.search);
  if (!offered || offered.campaign !== campaign) {
    offered = { campaign, read: load(campaign) };
  }
  return offered.read;
}

async function load(campaign: string | null) {
  const [rubrics, wanted] = await Promise.all([readRubrics(), campaign ? readCampaign(campaign).then(found => found.rubric) : null]);
  return { rubrics, rubric: rubrics.rubrics.find(rubric => rubric.id === wanted) ?? rubrics.rubrics[0] };
}

const wordsOf = (error: unknown) => (error instanceof CallFailed ? error.message : 'That did not work. Try again.');

async function show(place: HTMLElement | null, battleId: string): Promise<void> {
  place?.replaceChildren();
  try {
    const { rubrics, rubric } = await offer();
    const form = feedbackForm(rubrics, rubric);
    form.addEventListener('submit', event => {
      event.preventDefault();
      void save(form, battleId, rubric);
    });
    place?.replaceChildren(element('details', { class: 'feedback' }, element('summary', {}, 'Say why, or score the answers'), form));
  } catch {
    offered = undefined; // the vote is saved; what is beside it may be missing
  }
}

async function save(form: HTMLFormElement, battleId: string, rubric: Rubric | undefined): Promise<void> {
  const status = form.querySelector('.feedback-status')!;
  const feedback = collect(new FormData(form), rubric);
  if (!feedback) {
    status.textContent = 'Nothing is filled in yet.';
    return;
  }
  // The same form sent again, after a failure, is the same feedback; a changed one is more of it.
  const said = JSON.stringify(feedback);
  form.dataset.key = form.dataset.said === said ? form.dataset.key! : crypto.getRandomValues(new Uint32Array(4)).join('-');
  form.dataset.said = said;
  try {
    await sendFeedback(battleId, feedback, form.dataset.key);
    status.textContent = 'Saved. Thank you.';
  } catch (error) {
    status.textContent = wordsOf(error);
  }
}

document.addEventListener('battle:revealed', event => void show(placeIn(event), (event as CustomEvent<{ battle_id: string }>).detail.battle_id));
document.addEventListener('battle:left', event => placeIn(event)?.replaceChildren());
