import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, Server } from '../../labextension/src/server';
import { States } from '../../labextension/src/states';
import type { NotebookState, StateRequest } from '../../labextension/src/wire';
import { OneCell } from './onecell';

const STALE: NotebookState = {
  cells: [{ id: 'a', number: 1, state: 'stale', why: ['edited'], feeds: [], clean_run: null }],
  hidden_names: [],
  to_run: ['a']
};
const FRESH: NotebookState = { cells: [{ ...STALE.cells[0]!, state: 'fresh' }], hidden_names: [], to_run: [] };

function asked(notebook = new OneCell()) {
  const requests: StateRequest[] = [];
  const answers: { give(state: NotebookState): void; refuse(error: Error): void }[] = [];
  const server = {
    state: (body: string) =>
      new Promise<NotebookState>((give, refuse) => {
        requests.push(JSON.parse(body) as StateRequest);
        answers.push({ give, refuse });
      })
  } as unknown as Server;
  return { notebook, requests, answers, states: new States(notebook, server) };
}

const run = (id: string) => ({ id, cell_id: 'a' });
const settled = (): Promise<void> => new Promise(done => setTimeout(done, 0));

test('a run that was heard goes to the server once, however often it is told', async () => {
  const { states, requests, answers } = asked();
  void states.hear([run('r1')]);
  answers.shift()!.give(FRESH);
  await settled();
  void states.hear([run('r1'), run('r2')]);
  assert.deepEqual(requests.map(({ runs }) => runs), [[run('r1')], [run('r2')]]);
});

test('runs wait for a server that does not answer', async () => {
  const { states, requests, answers } = asked();
  void states.hear([run('r1')]);
  answers.shift()!.refuse(new Refusal('unreachable', 'no'));
  await settled();
  assert.equal(states.refusal?.kind, 'unreachable');
  void states.hear([run('r2')]);
  assert.deepEqual(requests[1]!.runs, [run('r1'), run('r2')]);
});

test('an answer about cells that were edited meanwhile is not shown', async () => {
  const { notebook, states, requests, answers } = asked();
  const done = states.refresh();
  notebook.source = 'y';
  answers.shift()!.give(STALE);
  await settled();
  assert.equal(states.answer, null);
  assert.equal(requests.length, 2);
  answers.shift()!.give(FRESH);
  await done;
  assert.deepEqual(states.answer, FRESH);
});

test('an answer holds although another run was heard meanwhile', async () => {
  const { states, requests, answers } = asked();
  void states.hear([run('r1')]);
  void states.hear([run('r2')]);
  answers.shift()!.give(STALE);
  await settled();
  assert.equal(states.stale, 1);
  assert.deepEqual(requests[1]!.runs, [run('r2')]);
});

test('a look asks only where the cells are not as they were sent last', async () => {
  const { notebook, states, requests, answers } = asked();
  void states.refresh();
  answers.shift()!.give(FRESH);
  await settled();
  await states.look();
  assert.equal(requests.length, 1);
  notebook.source = 'y';
  void states.look();
  assert.equal(requests.length, 2);
});

test('a notebook in another language is not asked about', async () => {
  const { notebook, states, requests } = asked();
  notebook.language = 'julia';
  await states.refresh();
  assert.equal(requests.length, 0);
});
