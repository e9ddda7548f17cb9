import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputMemory, shownText } from '../../labextension/src/outputmemory';

const stream = (text: string | string[]) => ({ output_type: 'stream' as const, name: 'stdout' as const, text });

test('what a run showed is remembered when its cell is done', () => {
  const memory = new OutputMemory();
  memory.began('r1', 'a');
  memory.done('a', [stream('14\n')]);
  memory.began('r2', 'a');
  memory.done('a', [stream('17\n')]);
  assert.deepEqual([memory.shown('r1'), memory.shown('r2'), memory.shown('r3')], ['14', '17', null]);
});

test('only so many runs are remembered, the oldest go first', () => {
  const memory = new OutputMemory();
  for (let run = 0; run < 600; run++) {
    memory.began(`r${run}`, 'a');
    memory.done('a', [stream('x')]);
  }
  assert.equal(memory.shown('r0'), null);
  assert.equal(memory.shown('r599'), 'x');
});

test('outputs are compared as text; a picture is more than text', () => {
  const result = { output_type: 'execute_result' as const, execution_count: 1, metadata: {}, data: { 'text/plain': ['0.9', '4'] } };
  const picture = { output_type: 'display_data' as const, metadata: {}, data: { 'image/png': 'x', 'text/plain': 'Figure' } };
  const error = { output_type: 'error' as const, ename: 'KeyError', evalue: "'a'", traceback: [] };
  assert.equal(shownText([stream(['a\n', 'b\n']), result]), 'a\nb\n0.94');
  assert.equal(shownText([error]), "KeyError: 'a'");
  assert.equal(shownText([picture]), null);
});
