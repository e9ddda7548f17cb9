import type { Cell } from '@jupyterlab/cells';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import { flash } from './editormarks';
import { lineBounds, offsetOf } from './text';
import type { Place } from './wire';

/** Bring a place on the screen, put the caret there and flash its line once. */
export async function jump(panel: NotebookPanel, place: Place): Promise<void> {
  const notebook = panel.content;
  const cell = await select(panel, place.cell_id);
  await cell?.ready;
  if (!cell) {
    return;
  }
  if (cell.model.type !== 'code' || !cell.editor) {
    notebook.activate();
    return;
  }
  caret(notebook, cell.editor as CodeMirrorEditor, place);
}

/** Make a cell the current one and bring it on the screen; the focus stays where it is. */
export async function select({ content: notebook }: NotebookPanel, cellId: string): Promise<Cell | null> {
  const index = notebook.widgets.findIndex(cell => cell.model.id === cellId);
  if (index < 0) {
    return null;
  }
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  await notebook.scrollToItem(index, 'smart');
  return notebook.widgets[index] ?? null;
}

function caret(notebook: Notebook, { editor: view }: CodeMirrorEditor, { span }: Place): void {
  const source = view.state.doc.toString();
  const at = offsetOf(source, span.line, span.column);
  notebook.mode = 'edit';
  view.dispatch({ selection: { anchor: at }, effects: flash.of(lineBounds(source, span.line)[0]), scrollIntoView: true });
  view.focus();
}
