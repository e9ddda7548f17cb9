import assert from 'node:assert/strict';
import { test } from 'node:test';
import { putBack } from '../../labextension/src/putback';
import type { CellSketch } from '../../labextension/src/sketch';

const code = (id: string, source: string): CellSketch => ({ id, kind: 'code', source });
const RATE = { name: 'rate', source: 'rate = 2', why: '' };

test('a name goes back before the first code cell that says it as a whole word', () => {
  const cells: CellSketch[] = [{ id: 'm', kind: 'markdown', source: 'the rate' }, code('a', 'rates = 1'), code('b', 'print(rate)')];
  assert.deepEqual(putBack([RATE], cells), { type: 'InsertCell', before: 'b', kind: 'code', source: 'rate = 2', tags: [] });
});

test('a name that no cell says goes to the end', () => {
  assert.equal(putBack([RATE], [code('a', 'x')]).before, null);
});

test('names of one cell go back together, before the first cell that says any of them', () => {
  const both = [RATE, { ...RATE, name: 'tax' }];
  assert.equal(putBack(both, [code('a', 'x'), code('b', 'tax + 1'), code('c', 'rate')]).before, 'b');
});
