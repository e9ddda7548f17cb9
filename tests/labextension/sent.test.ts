import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimmed } from '../../labextension/src/sent';

test('text is cut at 16,000 characters', () => {
  const { text } = trimmed({ output_type: 'stream', name: 'stdout', text: ['x'.repeat(10_000), 'y'.repeat(10_000)] }) as { text: string };
  assert.equal(text.length, 16_000);
});

test('of a picture only the mime type is sent', () => {
  const output = { output_type: 'display_data', metadata: { size: 1 }, data: { 'image/png': 'AAAA', 'text/plain': ['<Fig', 'ure>'] } };
  assert.deepEqual(trimmed(output), { output_type: 'display_data', metadata: {}, data: { 'image/png': '', 'text/plain': '<Figure>' } });
});

test('an error keeps its name', () => {
  const output = { output_type: 'error', ename: 'NameError', evalue: 'x', traceback: ['a', 'b'] };
  assert.deepEqual(trimmed(output), { ...output, traceback: ['ab'] });
});
