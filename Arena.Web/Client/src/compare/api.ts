import { ProblemError, send } from '../problem';
import type { Comparison, CompareRequest, DocumentInfo, Estimate } from './contract';

export { ProblemError };

export interface CompareApi {
  /** The same key again: the same comparison. */
  start(request: CompareRequest, key: string): Promise<Comparison>;
  estimate(request: CompareRequest): Promise<Estimate>;
  get(id: string): Promise<Comparison>;
  stars(id: string, position: number, stars: number): Promise<Comparison>;
  pick(id: string, position: number): Promise<Comparison>;
  upload(file: File): Promise<DocumentInfo>;
  document(id: string): Promise<DocumentInfo>;
}

export function createCompareApi(fetcher: typeof fetch = (...call) => fetch(...call)): CompareApi {
  const json = async <T>(path: string, init?: RequestInit) => (await (await send(fetcher, path, init)).json()) as T;
  const post = <T>(path: string, body: object, headers: Record<string, string> = {}) =>
    json<T>(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const comparison = (id: string) => `/api/compare/${encodeURIComponent(id)}`;

  return {
    start: (request, key) => post('/api/compare', request, { 'idempotency-key': key }),
    estimate: request => post('/api/compare/estimate', request),
    get: id => json(comparison(id)),
    stars: (id, position, stars) => post(`${comparison(id)}/stars`, { position, stars }),
    pick: (id, position) => post(`${comparison(id)}/pick`, { position }),
    upload: file => {
      const form = new FormData();
      form.set('file', file);
      return json('/api/documents', { method: 'POST', body: form });
    },
    document: id => json(`/api/documents/${encodeURIComponent(id)}`),
  };
}
