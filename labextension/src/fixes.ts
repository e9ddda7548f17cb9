import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { isCode } from './sent';
import { ranges, replacements } from './sketch';
import type { CellSketch } from './sketch';
import type { Edit, ReplaceText } from './wire';

/** The cells of an open notebook, as far as edits are concerned. */
export function sketches(notebook: ISharedNotebook): CellSketch[] {
  return notebook.cells.map(cell => ({ id: cell.getId(), kind: cell.cell_type as CellSketch['kind'], source: cell.getSource() }));
}

/** Apply edits to an open notebook: one undo step, or one for each touched cell where undo is kept by cell. */
export function apply(notebook: ISharedNotebook, edits: readonly Edit[]): void {
  if (notebook.disableDocumentWideUndoRedo) {
    run(notebook, edits);
  } else {
    notebook.transact(() => run(notebook, edits));
  }
}

/** A step of a notebook's own history. */
export interface Step {
  /** Whether it is what the next undo in the notebook takes back. */
  isLast(): boolean;
  undo(): void;
}

/** Apply edits over several cells as one step of the notebook's own history, whatever the cells keep of theirs. */
export function applyAtOnce(notebook: ISharedNotebook & WithHistory, edits: readonly Edit[]): Step {
  const { undoManager: history } = notebook;
  history?.stopCapturing();
  notebook.transact(() => run(notebook, edits));
  history?.stopCapturing();
  const step = history?.undoStack.at(-1);
  return { isLast: () => step !== undefined && history?.undoStack.at(-1) === step, undo: () => notebook.undo() };
}

/** What holds a document's history: Yjs' undo manager, which the shared models have and do not declare. */
interface WithHistory {
  readonly undoManager?: { readonly undoStack: readonly object[]; stopCapturing(): void } | null;
}

function run(notebook: ISharedNotebook, edits: readonly Edit[]): void {
  for (const [id, texts] of replacements(edits)) {
    replaceIn(cellOf(notebook, id), texts);
  }
  edits.forEach(edit => applyWhole(notebook, edit));
}

/** Turn a cell's source into another, as one undo step that leaves the common start and end alone. */
export function rewrite(cell: ISharedCell, source: string): void {
  const old = cell.getSource();
  let from = 0;
  while (from < Math.min(old.length, source.length) && old[from] === source[from]) {
    from++;
  }
  let kept = 0;
  while (kept < Math.min(old.length, source.length) - from && old[old.length - 1 - kept] === source[source.length - 1 - kept]) {
    kept++;
  }
  asOneStep(cell, () => cell.updateSource(from, old.length - kept, source.slice(from, source.length - kept)));
}

function replaceIn(cell: ISharedCell, texts: readonly ReplaceText[]): void {
  asOneStep(cell, () => {
    for (const [from, to, by] of ranges(cell.getSource(), texts).reverse()) {
      cell.updateSource(from, to, by);
    }
  });
}

/** Undo managers merge edits that follow each other quickly; ours stands alone. */
function asOneStep(cell: ISharedCell & WithHistory, edit: () => void): void {
  cell.undoManager?.stopCapturing();
  cell.transact(edit);
  cell.undoManager?.stopCapturing();
}

function applyWhole(notebook: ISharedNotebook, edit: Edit): void {
  switch (edit.type) {
    case 'InsertCell':
      notebook.insertCell(indexBefore(notebook, edit.before), {
        cell_type: edit.kind,
        source: edit.source,
        metadata: edit.tags.length ? { tags: edit.tags } : {}
      });
      break;
    case 'DeleteCell':
      notebook.deleteCell(indexOf(notebook, edit.cell_id));
      break;
    case 'MoveCell': {
      const from = indexOf(notebook, edit.cell_id);
      const to = indexBefore(notebook, edit.before);
      notebook.moveCell(from, from < to ? to - 1 : to);
      break;
    }
    case 'ClearOutputs': {
      const cell = cellOf(notebook, edit.cell_id);
      if (isCode(cell)) {
        cell.setOutputs([]);
        cell.execution_count = null;
      }
      break;
    }
    case 'ReplaceText':
      break;
  }
}

function cellOf(notebook: ISharedNotebook, id: string): ISharedCell {
  return notebook.cells[indexOf(notebook, id)]!;
}

function indexOf(notebook: ISharedNotebook, id: string): number {
  return notebook.cells.findIndex(cell => cell.getId() === id);
}

function indexBefore(notebook: ISharedNotebook, id: string | null): number {
  return id === null ? notebook.cells.length : indexOf(notebook, id);
}
