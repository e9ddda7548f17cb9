import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranslationBundle } from '@jupyterlab/translation';
import { cellsWords, provenWords } from '../../labextension/src/proofwords';
import type { Proof, ProofState, ProvenCell } from '../../labextension/src/wire';

const fill = (text: string, ...args: unknown[]): string => text.replace(/%(\d)/g, (_, at: string) => String(args[Number(at) - 1]));
const trans = { __: fill, _n: (one: string, many: string, n: number, ...args: unknown[]) => fill(n === 1 ? one : many, n, ...args) } as unknown as TranslationBundle;

const cell = (number: number, verdict: ProvenCell['verdict']): ProvenCell => ({ id: `${number}`, number, verdict, reason: null, shown: [], clean: [], execution_count: null });

function state(proof: Partial<Proof>, edited = false): ProofState {
  const whole: Proof = {
    path: 'n.ipynb',
    when: '2020-11-22T12:00:00+00:00',
    sources: '',
    python: '3.11.7',
    packages: [{ name: 'pandas', version: '3.0' }],
    cells: [],
    proven: true,
    trouble: null,
    ...proof
  };
  return { path: 'n.ipynb', running: false, done: 0, of: 0, cell: null, edited, proof: whole, keeping: 'off' };
}

test('the last line says when, on what, and what speaks against it', () => {
  assert.match(provenWords(trans, state({})), /^Proven on .*2020.*, Python 3.11.7, 1 package$/);
  assert.match(provenWords(trans, state({}, true)), /1 package\. The code has changed since\.$/);
  const cells = [cell(2, 'same'), cell(3, 'differs'), cell(4, 'nondeterministic'), cell(9, 'fails')];
  assert.match(provenWords(trans, state({ proven: false, cells })), /^Not proven on .*: cells 3 and 9$/);
});

test('without a run nothing is proven', () => {
  assert.equal(provenWords(trans, null), 'Never proven');
  assert.equal(provenWords(trans, { ...state({}), proof: null }), 'Never proven');
  assert.equal(provenWords(trans, state({ trouble: 'The run was cancelled.', proven: false })), 'Never proven');
});

test('cells are told by their numbers, many of them shortly', () => {
  assert.equal(cellsWords(trans, [3]), 'cell 3');
  assert.equal(cellsWords(trans, [3, 9]), 'cells 3 and 9');
  assert.equal(cellsWords(trans, [3, 9, 11, 12]), 'cells 3, 9 and 2 more');
});
