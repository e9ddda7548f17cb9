import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranslationBundle } from '@jupyterlab/translation';
import { cellWords, outcomeWords, testWords } from '../../labextension/src/projectwords';
import type { ProjectReport, ReportedCell } from '../../labextension/src/wire';

const fill = (text: string, ...args: unknown[]): string => text.replace(/%(\d)/g, (_, at: string) => String(args[Number(at) - 1]));
const trans = { __: fill, _n: (one: string, many: string, n: number, ...args: unknown[]) => fill(n === 1 ? one : many, n, ...args) } as unknown as TranslationBundle;

const REPORT: ProjectReport = {
  notebook: 'shop.ipynb',
  package: 'shop',
  folder: 'shop',
  verified: true,
  unproven: null,
  failing: null,
  cells: [],
  functions: ['shop.net', 'shop.tell'],
  tests: { passed: 2, failed: 0, dropped: [] },
  sources: ''
};
const CELL: ReportedCell = { id: 'a', number: 1, moved_to: [], parameters: false, kept: false, reason: null };

test('a project is proven, or it says where it is not', () => {
  assert.equal(outcomeWords(trans, REPORT), 'Proven: `shop` gave the same as the notebook, each run in a fresh kernel.');
  assert.equal(outcomeWords(trans, { ...REPORT, verified: false, unproven: 'cell 3 prints another date' }), 'Not proven: Cell 3 prints another date.');
  assert.equal(outcomeWords(trans, { ...REPORT, verified: false }), 'Not proven: `shop` does not give the same.');
  assert.match(outcomeWords(trans, { ...REPORT, failing: 'NameError' }), /The notebook itself ends with an error: NameError\.$/);
});

test('failed tests are told, and only where there are some', () => {
  assert.equal(testWords(trans, REPORT), '2 functions, 2 recorded tests pass.');
  assert.equal(
    testWords(trans, { ...REPORT, functions: ['shop.net'], tests: { passed: 0, failed: 1, dropped: [] } }),
    '1 function, 0 recorded tests pass, 1 failed and was dropped.'
  );
});

test('a cell says where it went and what of it stays', () => {
  assert.equal(cellWords(trans, 'shop', { ...CELL, moved_to: ['shop.net', 'shop.tell'] }), '→ `net`, `tell`');
  assert.equal(cellWords(trans, 'shop', { ...CELL, moved_to: ['shop.net'], kept: true, reason: 'it shows a widget' }), '→ `net`; stays: it shows a widget');
  assert.equal(cellWords(trans, 'shop', { ...CELL, parameters: true }), '→ the parameters');
  assert.equal(cellWords(trans, 'shop', CELL), 'stays');
});
