import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arcs, neighbours } from '../../labextension/src/flow';
import type { CellState } from '../../labextension/src/wire';

const cell = (id: string, ...feeds: string[]): CellState => ({ id, number: 1, state: 'fresh', why: [], feeds, clean_run: null });

test('arcs go from row to row, backwards too; one to itself or to a cell that is gone is not drawn', () => {
  const found = arcs([cell('a', 'b', 'a', 'gone'), cell('b', 'a')]);
  assert.deepEqual(
    found.map(({ from, to }) => [from, to]),
    [
      [0, 1],
      [1, 0]
    ]
  );
});

test('a long arc is weaker at rest than a short one, those of a cell that feeds very many are not drawn at rest', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
  const cells = ids.map(id => (id === 'c0' ? cell(id, 'c1', 'c29') : id === 'c1' ? cell(id, ...ids.slice(2)) : cell(id)));
  const [short, long, ...many] = arcs(cells);
  assert.ok(short!.strength > long!.strength && long!.strength > 0);
  assert.ok(many.length === 28 && many.every(({ strength }) => strength === 0));
});

test('the neighbours of a cell are those that feed it and those it feeds', () => {
  const { before, after } = neighbours([cell('a', 'b'), cell('b', 'c'), cell('c')], 'b');
  assert.deepEqual([before.map(({ id }) => id), after.map(({ id }) => id)], [['a'], ['c']]);
});
