import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Advising } from '../../labextension/src/advising';
import { Refusal, Server } from '../../labextension/src/server';
import type { Advice, RefactorRequest, Suggestion } from '../../labextension/src/wire';
import { OneCell } from './onecell';

const MOVE: Suggestion = {
  kind: 'extract',
  title: 'Extract `f`',
  reason: 'it is long',
  gain: 1,
  place: null,
  edits: [],
  names: ['f', 'x'],
  stays: null,
  files: [],
  id: 'move'
};
const ADVICE: Advice = { path: 'n.ipynb', suggestions: [MOVE], unmoved: [], checklist: [], package: 'n', trouble: null };

function made() {
  const notebook = new OneCell();
  const requests: RefactorRequest[] = [];
  const answers: { give(advice: Advice): void; refuse(error: Error): void }[] = [];
  const server = {
    advise: (body: string) =>
      new Promise<Advice>((give, refuse) => {
        requests.push(JSON.parse(body) as RefactorRequest);
        answers.push({ give, refuse });
      })
  } as unknown as Server;
  return { notebook, requests, answers, advising: new Advising(notebook, server) };
}

const settled = (): Promise<void> => new Promise(done => setTimeout(done, 0));

test('a notebook that did not change is asked about once', async () => {
  const { notebook, requests, answers, advising } = made();
  const asked = advising.look();
  answers.shift()!.give(ADVICE);
  await asked;
  await advising.look();
  assert.equal(requests.length, 1);
  notebook.source = 'y';
  void advising.look();
  assert.equal(requests.length, 2);
});

test('an answer that is overtaken by a newer question dies', async () => {
  const { notebook, requests, answers, advising } = made();
  void advising.look();
  notebook.source = 'y';
  void advising.look();
  answers.shift()!.give({ ...ADVICE, package: 'late' });
  await settled();
  assert.equal(advising.advice, null);
  assert.equal(requests.length, 2);
  answers.shift()!.give(ADVICE);
  await settled();
  assert.equal(advising.advice, ADVICE);
});

test('an answer to a notebook of another name dies', async () => {
  const { notebook, answers, advising } = made();
  void advising.look();
  notebook.path = 'renamed.ipynb';
  answers.shift()!.give(ADVICE);
  await settled();
  assert.equal(advising.advice, null);
});

test('advice holds for the cells that it was given for, and an edit is noticed', async () => {
  const { notebook, answers, advising } = made();
  void advising.look();
  answers.shift()!.give(ADVICE);
  await settled();
  assert.ok(advising.isLive);
  const seen: boolean[] = [];
  advising.changed.connect(() => void seen.push(advising.isLive));
  notebook.source = 'y';
  advising.notice();
  advising.notice();
  notebook.source = 'x';
  advising.notice();
  assert.deepEqual(seen, [false, true]);
});

test('a name of the user is asked for, and kept with the next questions', async () => {
  const { notebook, requests, answers, advising } = made();
  const renamed = advising.rename('move', 'f', 'clean');
  answers.shift()!.give(ADVICE);
  await renamed;
  assert.deepEqual(advising.names, { move: { f: 'clean' } });
  void advising.rename('move', 'x', 'rows');
  assert.deepEqual(requests[1]!.names, { move: { f: 'clean', x: 'rows' } });
  answers.shift()!.give(ADVICE);
  await settled();
  notebook.source = 'y';
  void advising.look();
  assert.deepEqual(requests[2]!.names, { move: { f: 'clean', x: 'rows' } });
});

test('a name that is refused says why, and the move waits for a better one', async () => {
  const { requests, answers, advising } = made();
  void advising.look();
  answers.shift()!.give(ADVICE);
  await settled();
  const renamed = advising.rename('move', 'f', 'a b');
  answers.shift()!.refuse(new Refusal('failed', '`a b` cannot be a name in Python.'));
  await renamed;
  assert.deepEqual(advising.refusedName, { id: 'move', name: 'f', message: '`a b` cannot be a name in Python.' });
  assert.deepEqual(advising.names, {});
  assert.equal(advising.advice, ADVICE);
  assert.equal(advising.suggestion('move'), undefined);
  void advising.rename('move', 'f', 'better');
  assert.deepEqual(requests[2]!.names, { move: { f: 'better' } });
  answers.shift()!.give(ADVICE);
  await settled();
  assert.equal(advising.suggestion('move'), MOVE);
});

test('names that can be taken no more are let go', async () => {
  const { notebook, requests, answers, advising } = made();
  void advising.rename('move', 'f', 'clean');
  answers.shift()!.give(ADVICE);
  await settled();
  notebook.source = 'clean = 1';
  void advising.look();
  answers.shift()!.refuse(new Refusal('failed', '`clean` is taken.'));
  await settled();
  assert.deepEqual(requests[2]!.names, {});
});

test('a server that gives no answer leaves the last one', async () => {
  const { notebook, answers, advising } = made();
  void advising.look();
  answers.shift()!.give(ADVICE);
  await settled();
  notebook.source = 'y';
  void advising.look();
  answers.shift()!.refuse(new Refusal('unreachable', 'no'));
  await settled();
  assert.equal(advising.advice, ADVICE);
  assert.equal(advising.refusal?.message, 'no');
});

test('a notebook in another language is not asked about', async () => {
  const { notebook, requests, advising } = made();
  notebook.language = 'r';
  await advising.look();
  assert.equal(requests.length, 0);
  assert.equal(advising.advice, null);
});
