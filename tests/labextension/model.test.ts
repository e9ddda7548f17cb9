import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QualityModel, Review } from '../../labextension/src/model';
import { Refusal, Server } from '../../labextension/src/server';
import type { Finding, Report } from '../../labextension/src/wire';
import { OneCell } from './onecell';

const FINDING: Finding = {
  rule: 'r',
  family: 'names',
  severity: 'wrong',
  message: 'm',
  place: { cell_id: 'a', cell: 1, span: { line: 1, column: 1, end_line: 1, end_column: 2 } },
  related: [],
  confidence: 1,
  fix: null
};

/** A server whose answers are given by the test, one by one. */
class Asked implements Server {
  readonly bodies: string[] = [];
  private readonly _answers: { give(report: Report): void; refuse(error: Error): void }[] = [];

  check(body: string): Promise<Report> {
    this.bodies.push(body);
    return new Promise((give, refuse) => this._answers.push({ give, refuse }));
  }

  answer(...findings: Finding[]): void {
    this._answers.shift()!.give({ path: 'n.ipynb', findings, cells: [], looked_at: { cells: 1, rules: 1 }, good: [], trouble: null });
  }

  refuse(kind: Refusal['kind']): void {
    this._answers.shift()!.refuse(new Refusal(kind, 'no'));
  }

  status = (): Promise<never> => Promise.reject(new Refusal('missing', 'HTTP 404'));
  state = (): Promise<never> => Promise.reject(new Error('not asked here'));
  advise = (): Promise<never> => Promise.reject(new Error('not asked here'));
  recorder = (): Promise<never> => Promise.reject(new Error('not asked here'));
  rule = (): Promise<never> => Promise.reject(new Error('not asked here'));
  allow = (): Promise<never> => Promise.reject(new Error('not asked here'));
}

function opened(): { notebook: OneCell; server: Asked; review: Review } {
  const notebook = new OneCell();
  const server = new Asked();
  return { notebook, server, review: new Review(notebook, server) };
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('checks that overlap fold into one more', async () => {
  const { server, review } = opened();
  void review.check();
  void review.check();
  void review.check();
  assert.equal(server.bodies.length, 1);
  server.answer();
  await settled();
  assert.equal(server.bodies.length, 2);
  server.answer(FINDING);
  await settled();
  assert.equal(server.bodies.length, 2);
  assert.equal(review.report?.findings.length, 1);
});

test('an answer that was overtaken is not shown', async () => {
  const { server, review } = opened();
  void review.check();
  void review.check();
  server.answer(FINDING);
  await settled();
  assert.equal(review.report, null);
});

test('an answer for a closed or renamed notebook dies', async () => {
  const closed = opened();
  void closed.review.check();
  closed.review.dispose();
  closed.server.answer(FINDING);
  await settled();
  assert.equal(closed.review.report, null);

  const renamed = opened();
  void renamed.review.check();
  renamed.notebook.path = 'other.ipynb';
  renamed.server.answer(FINDING);
  await settled();
  assert.equal(renamed.review.report, null);
});

test('a finding is live until its cell is edited, and again when the edit is undone', async () => {
  const { notebook, server, review } = opened();
  void review.check();
  server.answer(FINDING);
  await settled();
  assert.equal(review.isLive(FINDING), true);
  notebook.source = 'xy';
  review.look();
  assert.equal(review.isLive(FINDING), false);
  notebook.source = 'x';
  review.look();
  assert.equal(review.isLive(FINDING), true);
});

test('an edit made while the check ran is seen when the answer comes', async () => {
  const { notebook, server, review } = opened();
  void review.check();
  notebook.source = 'edited meanwhile';
  server.answer(FINDING);
  await settled();
  assert.equal(review.isLive(FINDING), false);
});

test('a refresh asks nothing where nothing changed', async () => {
  const { notebook, server, review } = opened();
  void review.check();
  server.answer();
  await settled();
  await review.refresh();
  assert.equal(server.bodies.length, 1);
  notebook.source = 'z';
  void review.refresh();
  assert.equal(server.bodies.length, 2);
});

test('a refused check keeps the last report and says why', async () => {
  const { server, review } = opened();
  void review.check();
  server.answer(FINDING);
  await settled();
  void review.check();
  server.refuse('unreachable');
  await settled();
  assert.equal(review.refusal?.kind, 'unreachable');
  assert.equal(review.report?.findings.length, 1);
});

test('findings that did not change keep their identity', async () => {
  const { server, review } = opened();
  void review.check();
  server.answer(FINDING);
  await settled();
  const before = review.report!.findings[0];
  void review.check();
  server.answer(JSON.parse(JSON.stringify(FINDING)) as Finding);
  await settled();
  assert.equal(review.report!.findings[0], before);
});

test('a notebook in another language is not sent', async () => {
  const { notebook, server, review } = opened();
  notebook.language = 'julia';
  await review.check();
  assert.equal(server.bodies.length, 0);
});

test('the model follows what is current, and knows when the server part is missing', async () => {
  const model = new QualityModel(new Asked());
  const review = model.open(new OneCell());
  model.current = review;
  await model.greet();
  assert.ok(model.status instanceof Refusal && model.status.kind === 'missing');
  model.close(review);
  assert.equal(model.current, null);
});
