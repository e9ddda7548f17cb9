import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranslationBundle } from '@jupyterlab/translation';
import { runWords, whyLine, whySentences } from '../../labextension/src/statewords';
import type { CellState } from '../../labextension/src/wire';

const trans = {
  __: (text: string, ...values: unknown[]) => text.replace('%1', String(values[0])),
  _n: (one: string, many: string, count: number) => (count === 1 ? one : many).replace('%1', String(count))
} as unknown as TranslationBundle;

const cell = (state: CellState['state'], ...why: string[]): CellState => ({ id: 'a', number: 1, state, why, feeds: [], clean_run: null });

test('reasons are told as whole sentences, with their code marks in the panel and without them in a tooltip', () => {
  const stale = cell('stale', '`long` was changed by cell 3', 'it was edited since it ran.');
  assert.deepEqual(whySentences(trans, stale), ['`long` was changed by cell 3.', 'It was edited since it ran.']);
  assert.equal(whyLine(trans, stale), 'long was changed by cell 3. It was edited since it ran.');
});

test('a cell of which nothing more is known says what its state means', () => {
  assert.deepEqual(whySentences(trans, cell('fresh')), ['Fresh: a clean run gives what this shows.']);
});

test('the button names the cells stale only where all of them are', () => {
  assert.equal(runWords(trans, [cell('stale')]), 'Run 1 stale cell…');
  assert.equal(runWords(trans, [cell('stale'), cell('stale')]), 'Run 2 stale cells, in order…');
  assert.equal(runWords(trans, [cell('stale'), cell('never-run')]), 'Run 2 cells, in order…');
});
