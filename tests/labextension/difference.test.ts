import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference } from '../../labextension/src/difference';

const told = (before: string | null, after: string | null): string[] =>
  difference(before, after).map(line => (line === null ? '⋯' : `${{ same: ' ', gone: '-', new: '+' }[line.kind]}${line.text}`));

test('a changed line is told as gone and new, with a line around it', () => {
  assert.deepEqual(told('a\nb\nc\nd\ne', 'a\nb\nX\nd\ne'), [' b', '-c', '+X', ' d']);
});

test('what is far from any change is left out once', () => {
  assert.deepEqual(told('1\n2\n3\n4\n5\n6', 'X\n2\n3\n4\n5\nY'), ['-1', '+X', ' 2', '⋯', ' 5', '-6', '+Y']);
});

test('a new or a deleted cell is all new or all gone', () => {
  assert.deepEqual(told(null, 'a\nb'), ['+a', '+b']);
  assert.deepEqual(told('a', null), ['-a']);
});
