import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineBounds, offsetOf, proseAndCode, rangeOf } from '../../labextension/src/text';

test('columns count code points, offsets count UTF-16 units', () => {
  assert.equal(offsetOf('x = "🙂"; y', 1, 7), 7);
  assert.equal(offsetOf('a\n🙂🙂b', 2, 3), 6);
});

test('a place beyond the text is clamped to it', () => {
  assert.equal(offsetOf('ab\ncd', 1, 99), 2);
  assert.equal(offsetOf('ab\ncd', 9, 1), 5);
  assert.deepEqual(lineBounds('ab\ncd', 2), [3, 5]);
});

test('a span is never turned round', () => {
  assert.deepEqual(rangeOf('abcd', { line: 1, column: 3, end_line: 1, end_column: 2 }), [2, 2]);
  assert.deepEqual(rangeOf('ab\ncd', { line: 1, column: 2, end_line: 2, end_column: 2 }), [1, 4]);
});

test('a message is cut at its code marks; a mark without an end is prose', () => {
  assert.deepEqual(proseAndCode('`df` is used'), ['', 'df', ' is used']);
  assert.deepEqual(proseAndCode('a `b` and ` alone'), ['a ', 'b', ' and ` alone']);
  assert.deepEqual(proseAndCode('plain'), ['plain']);
});
