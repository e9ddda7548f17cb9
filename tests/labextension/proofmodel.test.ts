import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProofModel, Proofs, ProofServer } from '../../labextension/src/proofmodel';
import type { ProofState } from '../../labextension/src/wire';

const IDLE: ProofState = { path: 'n.ipynb', running: false, done: 0, of: 0, cell: null, edited: false, proof: null, keeping: 'off' };
const RUNNING: ProofState = { ...IDLE, running: true, done: 1, of: 3, cell: 'b' };

/** A server that gives the answers of the test in turn; it notes what it was asked. */
class Asked implements ProofServer {
  readonly asked: string[] = [];

  constructor(private readonly _answers: (ProofState | Error)[]) {}

  startProof = (path: string): Promise<ProofState> => this._next(`start ${path}`);
  proof = (path: string): Promise<ProofState> => this._next(`look ${path}`);
  keepProven = (path: string, keep: boolean): Promise<ProofState> => this._next(`keep ${path} ${keep}`);
  cancelProof = (path: string): Promise<void> => {
    this.asked.push(`cancel ${path}`);
    return Promise.resolve();
  };

  private _next(what: string): Promise<ProofState> {
    this.asked.push(what);
    const answer = this._answers.shift() ?? IDLE;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

function made(...answers: (ProofState | Error)[]): { server: Asked; model: ProofModel; notebook: { path: string }; seen: string[] } {
  const server = new Asked(answers);
  const notebook = { path: 'n.ipynb' };
  const save = (): Promise<void> => {
    server.asked.push('save');
    return Promise.resolve();
  };
  const model = new ProofModel(notebook, server, save, () => Promise.resolve());
  const seen: string[] = [];
  model.changed.connect(() => void seen.push(model.running ? `running ${model.state?.done ?? ''}` : 'idle'));
  return { server, model, notebook, seen };
}

test('a run is saved, started and followed to its end', async () => {
  const { server, model, seen } = made({ ...RUNNING, done: 0 }, RUNNING, IDLE);
  await model.start();
  assert.deepEqual(server.asked, ['save', 'start n.ipynb', 'look n.ipynb', 'look n.ipynb']);
  assert.deepEqual(seen, ['running ', 'running 0', 'running 1', 'idle']);
  assert.equal(model.running, false);
});

test('a second click starts no second run', async () => {
  const { server, model } = made(RUNNING, IDLE);
  await Promise.all([model.start(), model.start(), model.look()]);
  assert.equal(server.asked.filter(what => what.startsWith('start')).length, 1);
});

test('a run that is under way, as after a reload, is followed', async () => {
  const { model, seen } = made(RUNNING, IDLE);
  await model.look();
  assert.deepEqual(seen, ['running 1', 'idle']);
});

test('a run is cancelled under the path that it was started with', async () => {
  const { server, model, notebook } = made(RUNNING, IDLE);
  const run = model.start();
  await new Promise(resolve => setImmediate(resolve));
  notebook.path = 'renamed.ipynb';
  await model.cancel();
  await run;
  assert.ok(server.asked.includes('cancel n.ipynb'));
});

test('what goes wrong is told, and the button comes back', async () => {
  const { model } = made(new Error('You may not start a kernel.'));
  await model.start();
  assert.equal(model.trouble, 'You may not start a kernel.');
  assert.equal(model.running, false);
  await model.look();
  assert.equal(model.trouble, null);
});

test('a run whose server goes away is no longer said to run', async () => {
  const { model } = made(RUNNING, new Error('gone'));
  await model.start();
  assert.equal(model.trouble, 'gone');
  assert.equal(model.running, false);
});

test('a closed notebook is not followed', async () => {
  const { server, model } = made(RUNNING, RUNNING, RUNNING);
  model.changed.connect(() => model.state && model.dispose());
  await model.start();
  assert.ok(server.asked.length <= 3);
});

test('each notebook has one proof', () => {
  const server = new Asked([]);
  const proofs = new Proofs(server, () => Promise.resolve());
  const [one, other] = [{ notebook: { path: 'a' } }, { notebook: { path: 'b' } }];
  assert.equal(proofs.of(one), proofs.of(one));
  assert.notEqual(proofs.of(one), proofs.of(other));
});

test('a notebook that is to be kept proven is saved and run; who wants it no more runs nothing', async () => {
  const { server, model } = made({ ...RUNNING, keeping: 'on' }, { ...IDLE, keeping: 'on' }, IDLE);
  await model.keep(true);
  assert.deepEqual(server.asked, ['save', 'keep n.ipynb true', 'look n.ipynb']);
  assert.equal(model.state?.keeping, 'on');
  await model.keep(false);
  assert.deepEqual(server.asked.slice(3), ['keep n.ipynb false']);
  assert.equal(model.state?.keeping, 'off');
});

test('whoever waits for a run hears of its end, once', async () => {
  const { model } = made(IDLE, RUNNING, IDLE, IDLE);
  let ends = 0;
  model.ended.connect(() => void (ends += 1));
  await model.look();
  assert.equal(ends, 0);
  await model.look();
  await model.look();
  assert.equal(ends, 1);
});
