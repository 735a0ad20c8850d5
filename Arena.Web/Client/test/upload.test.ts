// @vitest-environment jsdom
import { expect, it } from 'vitest';
import type { DocumentInfo, Problem } from '../src/compare/contract';
import { Upload } from '../src/compare/upload';
import { ProblemError } from '../src/problem';

const info = (name: string): DocumentInfo =>
  ({ id: name, name, media_type: '', size: 1, pages: [name], total_pages: 1, cut: false, characters: 1, extracted_by: '' });

const problem: Problem = { type: 'about:blank', title: 'No' };

/** A form, what it says, and what ends the reading of each file. */
function scene() {
  const form = document.createElement('form');
  const input = form.appendChild(document.createElement('input'));
  const said: string[] = [];
  const reading = new Map<string, { resolve(document: DocumentInfo): void; reject(error: Error): void }>();
  const upload = new Upload(form, input, file => new Promise((resolve, reject) => reading.set(file.name, { resolve, reject })), {
    reading: name => said.push(`reading ${name}`),
    read: document => said.push(`read ${document.name}`),
    refused: () => said.push('refused'),
  });
  const drop = (name: string, types = ['Files']) => {
    const event = Object.assign(new Event('drop', { cancelable: true, bubbles: true }), { dataTransfer: { types, files: [new File(['x'], name)] } });
    input.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { upload, said, reading, drop };
}

it('waits for what is being read before anything is sent', async () => {
  const { upload, said, reading, drop } = scene();
  drop('a.txt');
  const settled = upload.settled().then(ready => said.push(`ready ${ready}`));

  reading.get('a.txt')!.resolve(info('a.txt'));
  await settled;

  expect(said).toEqual(['reading a.txt', 'read a.txt', 'ready true']);
});

it('sends nothing in place of a document that was refused, until it is asked to again', async () => {
  const { upload, said, reading, drop } = scene();
  drop('a.txt');
  const first = upload.settled();

  reading.get('a.txt')!.reject(new ProblemError(problem));

  expect([await first, await upload.settled(), said]).toEqual([false, true, ['reading a.txt', 'refused']]);
});

it('keeps the last document, whichever is read first', async () => {
  const { upload, said, reading, drop } = scene();
  drop('a.txt');
  drop('b.txt');

  reading.get('b.txt')!.resolve(info('b.txt'));
  await upload.settled();
  reading.get('a.txt')!.resolve(info('a.txt'));
  await new Promise(resolve => setTimeout(resolve));

  expect(said).toEqual(['reading a.txt', 'reading b.txt', 'read b.txt']);
});

it('leaves alone what is no file, and forgets what is not wanted any more', async () => {
  const { upload, said, reading, drop } = scene();
  expect(drop('text', ['text/plain'])).toBe(false);
  expect(drop('a.txt')).toBe(true);

  upload.forget();
  reading.get('a.txt')!.resolve(info('a.txt'));
  await new Promise(resolve => setTimeout(resolve));

  expect(said).toEqual(['reading a.txt']);
});
