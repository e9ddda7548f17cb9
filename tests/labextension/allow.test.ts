import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowByTag, allowInCell, allowInNotebook, allowOnLine } from '../../labextension/src/allow';

test('an allowance is put at the end of its line', () => {
  assert.equal(allowOnLine('import os\nimport re', 1, 'unused-import'), 'import os  # quality: allow unused-import\nimport re');
});

test('an allowance that stands there is extended, once', () => {
  const once = 'import os  # quality: allow unused-import';
  assert.equal(allowOnLine(once, 1, 'late-import'), 'import os  # quality: allow unused-import, late-import');
  assert.equal(allowOnLine(once, 1, 'unused-import'), once);
});

test('another comment stays before the allowance', () => {
  assert.equal(allowOnLine('f()  # noqa: F821', 1, 'x'), 'f()  # noqa: F821  # quality: allow x');
});

test('no comment is put where it would be text or an argument', () => {
  assert.equal(allowOnLine('s = """\nSELECT 1\n"""', 2, 'x'), null);
  assert.equal(allowOnLine("s = '''\na\n'''; t = 1", 3, 'x'), "s = '''\na\n'''; t = 1  # quality: allow x");
  assert.equal(allowOnLine('a = 1 + \\\n  2', 1, 'x'), null);
  assert.equal(allowOnLine('%matplotlib inline', 1, 'x'), null);
  assert.equal(allowOnLine('files = !ls', 1, 'x'), null);
});

test('quotes in comments and in strings of one line open nothing', () => {
  assert.equal(allowOnLine('# it\'s\ny', 2, 'x'), '# it\'s\ny  # quality: allow x');
  assert.equal(allowOnLine('a = "\\"#"\ny', 1, 'x'), 'a = "\\"#"  # quality: allow x\ny');
});

test('a cell is allowed on its first line, or by a tag where that line must stay first', () => {
  assert.equal(allowInCell('y = 1', 'x'), '# quality: allow x\ny = 1');
  assert.equal(allowInCell('# quality: allow a\ny = 1', 'x'), '# quality: allow a, x\ny = 1');
  assert.equal(allowInCell('%%time\ny = 1', 'x'), null);
  assert.deepEqual(allowByTag(['setup'], 'x'), ['setup', 'quality-allow-x']);
});

test('a notebook keeps what it allows already', () => {
  assert.deepEqual(allowInNotebook({ allow: ['a'] }, 'x'), { allow: ['a', 'x'] });
  assert.deepEqual(allowInNotebook(undefined, 'x'), { allow: ['x'] });
});
