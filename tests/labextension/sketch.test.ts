import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preview, replaced, together, touched } from '../../labextension/src/sketch';
import type { Edit, ReplaceText } from '../../labextension/src/wire';

function put(cell_id: string, line: number, column: number, end_line: number, end_column: number, text: string): ReplaceText {
  return { type: 'ReplaceText', cell_id, span: { line, column, end_line, end_column }, text };
}

const CELLS = [
  { id: 'a', kind: 'code', source: 'import os\nimport re\nre.x' },
  { id: 'b', kind: 'code', source: 'y = 1' }
] as const;

test('several replacements count in the text as it was', () => {
  assert.equal(replaced('one two', [put('a', 1, 5, 1, 8, '2'), put('a', 1, 1, 1, 4, 'three')]), 'three 2');
});

test('a preview names each cell that changes, by number', () => {
  const edits: Edit[] = [put('a', 1, 1, 2, 1, ''), { type: 'DeleteCell', cell_id: 'b' }, { type: 'InsertCell', before: null, kind: 'code', source: 'z', tags: [] }];
  assert.deepEqual(preview(CELLS, edits), [
    { id: 'a', number: 1, before: 'import os\nimport re\nre.x', after: 'import re\nre.x', note: 'edited' },
    { id: 'b', number: 2, before: 'y = 1', after: null, note: 'deleted' },
    { id: null, number: null, before: null, after: 'z', note: 'new' }
  ]);
  assert.deepEqual([...touched(edits)], ['a', 'b']);
});

test('of two fixes for the same place only the first is taken', () => {
  const first = put('a', 1, 1, 2, 1, '');
  assert.deepEqual(together([[first], [put('a', 1, 8, 1, 10, 'sys')], [put('a', 2, 1, 3, 1, '')]]), [first, put('a', 2, 1, 3, 1, '')]);
  assert.deepEqual(together([[first], [{ type: 'DeleteCell', cell_id: 'a' }]]), [first]);
});

test('two fixes that insert the same cell insert it once', () => {
  const cell: Edit = { type: 'InsertCell', before: 'a', kind: 'code', source: 'import os', tags: [] };
  assert.deepEqual(together([[cell], [cell]]), [cell]);
});
