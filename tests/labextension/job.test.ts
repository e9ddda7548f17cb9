import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CleanRun } from '../../labextension/src/cleanrun';
import { Job, Jobs, JobServer } from '../../labextension/src/job';
import type { ProofState } from '../../labextension/src/wire';

const IDLE: ProofState = { path: 'n.ipynb', running: false, done: 0, of: 0, cell: null, edited: false, proof: null, keeping: 'off' };
const RUNNING: ProofState = { ...IDLE, running: true, done: 1, of: 3, cell: 'b' };

/** A server that gives the answers of the test in turn; it notes what it was asked. */
class Asked implements JobServer<ProofState, { readonly name: string }> {
  readonly asked: string[] = [];

  constructor(private readonly _answers: (ProofState | Error)[]) {}

  start = (path: string, { name }: { readonly name: string }): Promise<ProofState> => this._next(`start ${path} ${name}`);
  state = (path: string): Promise<ProofState> => this._next(`look ${path}`);
  keep = (path: string, keep: boolean): Promise<ProofState> => this._next(`keep ${path} ${keep}`);
  cancel = (path: string): Promise<void> => {
    this.asked.push(`cancel ${path}`);
    return Promise.resolve();
  };

  private _next(what: string): Promise<ProofState> {
    this.asked.push(what);
    const answer = this._answers.shift() ?? IDLE;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

function made(...answers: (ProofState | Error)[]): { server: Asked; model: Job<ProofState, { readonly name: string }>; notebook: { path: string }; seen: string[] } {
  const server = new Asked(answers);
  const notebook = { path: 'n.ipynb' };
  const around = {
    before: (): Promise<void> => {
      server.asked.push('save');
      return Promise.resolve();
    },
    after: () => void server.asked.push('after')
  };
  const model = new Job(notebook, server, around, () => Promise.resolve());
  const seen: string[] = [];
  model.changed.connect(() => void seen.push(model.running ? `running ${model.state?.done ?? ''}` : 'idle'));
  return { server, model, notebook, seen };
}

test('a run is saved, started and followed to its end', async () => {
  const { server, model, seen } = made({ ...RUNNING, done: 0 }, RUNNING, IDLE);
  await model.start({ name: 'x' });
  assert.deepEqual(server.asked, ['save', 'start n.ipynb x', 'look n.ipynb', 'look n.ipynb', 'after']);
  assert.deepEqual(seen, ['running ', 'running 0', 'running 1', 'idle']);
  assert.equal(model.running, false);
});

test('a second click starts no second run', async () => {
  const { server, model } = made(RUNNING, IDLE);
  await Promise.all([model.start({ name: 'x' }), model.start({ name: 'x' }), model.look()]);
  assert.equal(server.asked.filter(what => what.startsWith('start')).length, 1);
});

test('a run that is under way, as after a reload, is followed', async () => {
  const { model, seen } = made(RUNNING, IDLE);
  await model.look();
  assert.deepEqual(seen, ['running 1', 'idle']);
});

test('a run is cancelled under the path that it was started with', async () => {
  const { server, model, notebook } = made(RUNNING, IDLE);
  const run = model.start({ name: 'x' });
  await new Promise(resolve => setImmediate(resolve));
  notebook.path = 'renamed.ipynb';
  await model.cancel();
  await run;
  assert.ok(server.asked.includes('cancel n.ipynb'));
});

test('a run that is cancelled before it has started ends as soon as it has', async () => {
  const { server, model } = made(RUNNING, IDLE);
  const run = model.start({ name: 'x' });
  await model.cancel();
  await run;
  assert.deepEqual(server.asked, ['save', 'start n.ipynb x', 'cancel n.ipynb', 'look n.ipynb', 'after']);
});

test('what goes wrong is told, and the button comes back', async () => {
  const { model } = made(new Error('You may not start a kernel.'));
  await model.start({ name: 'x' });
  assert.equal(model.trouble, 'You may not start a kernel.');
  assert.equal(model.running, false);
  await model.look();
  assert.equal(model.trouble, null);
});

test('a run whose server goes away is no longer said to run', async () => {
  const { model } = made(RUNNING, new Error('gone'));
  await model.start({ name: 'x' });
  assert.equal(model.trouble, 'gone');
  assert.equal(model.running, false);
});

test('a closed notebook is not followed', async () => {
  const { server, model } = made(RUNNING, RUNNING, RUNNING);
  model.changed.connect(() => model.state && model.dispose());
  await model.start({ name: 'x' });
  assert.ok(server.asked.length <= 3);
});

test('whoever waits for a run hears of its end, once', async () => {
  const { server, model } = made(IDLE, RUNNING, IDLE, IDLE);
  await model.look();
  await model.look();
  await model.look();
  assert.deepEqual(server.asked, ['look n.ipynb', 'look n.ipynb', 'look n.ipynb', 'after', 'look n.ipynb']);
});

test('each notebook has one job', () => {
  const jobs = new Jobs((review: { readonly notebook: object }) => ({ review }));
  const [one, other] = [{ notebook: {} }, { notebook: {} }];
  assert.equal(jobs.of(one), jobs.of(one));
  assert.notEqual(jobs.of(one), jobs.of(other));
});

test('a notebook that is to be kept proven is saved and run; who wants it no more runs nothing', async () => {
  const { server, notebook } = made({ ...RUNNING, keeping: 'on' }, { ...IDLE, keeping: 'on' }, IDLE);
  const around = { before: () => Promise.resolve(void server.asked.push('save')), after: () => undefined };
  const run = new CleanRun(notebook, { start: path => server.start(path, { name: '' }), state: server.state, cancel: server.cancel, keep: server.keep }, around, () => Promise.resolve());
  const keeping = run.keep(true);
  assert.equal(run.isKept, true);
  await keeping;
  assert.deepEqual(server.asked, ['save', 'keep n.ipynb true', 'look n.ipynb']);
  assert.equal(run.isKept, true);
  await run.keep(false);
  assert.deepEqual(server.asked.slice(3), ['keep n.ipynb false']);
  assert.equal(run.isKept, false);
});
