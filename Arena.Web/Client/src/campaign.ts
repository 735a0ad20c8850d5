import { call, CallFailed } from './feedback/api';

/** The operator's part of a campaign's page: the key goes into a header, never into an address or a store. */
const form = document.querySelector<HTMLFormElement>('[data-part="operator-form"]');
const status = document.querySelector('[data-part="operator-status"]');

interface Agreement {
  pairs: number;
  same: number | null;
  alpha: number | null;
}

const textOf = (agreement: Agreement) => (agreement.same === null
  ? 'none yet'
  : `${Math.round(100 * agreement.same)} % of ${agreement.pairs} the same${agreement.alpha === null ? '' : `, alpha ${agreement.alpha.toFixed(2)}`}`);

async function download(campaign: string, key: string): Promise<string> {
  const response = await fetch(`/api/export/dpo?campaign=${encodeURIComponent(campaign)}`, { headers: { 'x-admin-key': key } });
  if (!response.ok) {
    throw new CallFailed(response.status === 401 ? 'The admin key is not right.' : 'The export failed. Try again.');
  }
  const file = await response.blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${campaign}.dpo.jsonl`;
  link.click();
  URL.revokeObjectURL(link.href);
  return `${(await file.text()).split('\n').length - 1} pairs.`;
}

async function consistency(campaign: string, key: string): Promise<string> {
  const found = await call<{ repeated: Agreement; between_voters: Agreement }>(
    `/api/campaigns/${encodeURIComponent(campaign)}/consistency`, { headers: { 'x-admin-key': key } });
  return `Same voter, same pair again: ${textOf(found.repeated)}. Different voters: ${textOf(found.between_voters)}.`;
}

form?.addEventListener('submit', event => {
  event.preventDefault();
  const key = form.querySelector<HTMLInputElement>('[data-part="admin-key"]')!.value;
  const asked = (event.submitter as HTMLElement | null)?.dataset.action === 'consistency' ? consistency : download;
  status!.textContent = '…';
  asked(form.dataset.campaign!, key).then(
    text => (status!.textContent = text),
    (error: unknown) => (status!.textContent = error instanceof CallFailed ? error.message : 'That did not work. Try again.'));
});
