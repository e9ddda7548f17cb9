import assert from 'node:assert/strict';
import { test, TestContext } from 'node:test';
import { YNotebook } from '@jupyter/ydoc';
import { applyAtOnce } from '../../labextension/src/fixes';
import type { Edit } from '../../labextension/src/wire';

function notebook(context: TestContext, documentWide: boolean): YNotebook {
  const made = YNotebook.create({ disableDocumentWideUndoRedo: !documentWide });
  context.after(() => made.dispose()); // its timer would keep the process
  const outputs = [{ output_type: 'stream', name: 'stdout', text: '1\n' }];
  made.addCell({ id: 'a', cell_type: 'code', source: 'a = 1\nprint(a)', outputs, execution_count: 3, metadata: { tags: ['t'] } });
  made.addCell({ id: 'b', cell_type: 'markdown', source: '# Title', metadata: {} });
  made.addCell({ id: 'c', cell_type: 'code', source: 'c = a', metadata: {} });
  made.clearUndoHistory();
  return made;
}

const EDITS: Edit[] = [
  { type: 'ReplaceText', cell_id: 'a', span: { line: 1, column: 5, end_line: 1, end_column: 6 }, text: 'one()' },
  { type: 'InsertCell', before: 'a', kind: 'code', source: 'def one():\n    return 1', tags: [] },
  { type: 'ClearOutputs', cell_id: 'a' },
  { type: 'DeleteCell', cell_id: 'b' },
  { type: 'MoveCell', cell_id: 'c', before: 'a' }
];

for (const documentWide of [true, false]) {
  const where = documentWide ? 'one history' : 'a history for each cell';

  test(`edits over cells are one step that one undo takes back whole, with ${where}`, context => {
    const made = notebook(context, documentWide);
    const before = JSON.stringify(made.toJSON());
    const step = applyAtOnce(made, EDITS);
    assert.deepEqual(
      made.cells.map(cell => cell.getSource()),
      ['def one():\n    return 1', 'c = a', 'a = one()\nprint(a)']
    );
    made.undo();
    assert.equal(JSON.stringify(made.toJSON()), before);
    assert.equal(made.canUndo(), false);
    assert.equal(step.isLast(), false);
  });

  test(`a step that something follows is not the last any more, with ${where}`, context => {
    const made = notebook(context, documentWide);
    const step = applyAtOnce(made, EDITS.slice(0, 2));
    assert.equal(step.isLast(), true);
    made.addCell({ cell_type: 'code', source: 'later', metadata: {} });
    assert.equal(step.isLast(), false);
  });
}

test('what was typed into a cell since stays when the step is taken back', context => {
  const made = notebook(context, false);
  const step = applyAtOnce(made, EDITS.slice(0, 2));
  made.getCell(1).updateSource(0, 0, '# mine\n');
  step.undo();
  assert.deepEqual(
    made.cells.map(cell => cell.getSource()),
    ['# mine\na = 1\nprint(a)', '# Title', 'c = a']
  );
});
