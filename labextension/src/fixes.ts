import type { ISharedCell, ISharedNotebook, SharedCell } from '@jupyter/ydoc';
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

/** The notebook's own list of cells changes only when a transaction ends, so one is kept here that is right in between. */
function run(notebook: ISharedNotebook, edits: readonly Edit[]): void {
  const cells = [...notebook.cells];
  for (const [id, texts] of replacements(edits)) {
    replaceIn(cells[indexOf(cells, id)]!, texts);
  }
  edits.forEach(edit => applyWhole(notebook, cells, edit));
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

function applyWhole(notebook: ISharedNotebook, cells: ISharedCell[], edit: Edit): void {
  switch (edit.type) {
    case 'InsertCell':
      insert(notebook, cells, edit.before, {
        cell_type: edit.kind,
        source: edit.source,
        metadata: edit.tags.length ? { tags: edit.tags } : {}
      });
      break;
    case 'DeleteCell':
      remove(notebook, cells, edit.cell_id);
      break;
    case 'MoveCell':
      notebook.transact(() => insert(notebook, cells, edit.before, remove(notebook, cells, edit.cell_id)));
      break;
    case 'ClearOutputs': {
      const cell = cells[indexOf(cells, edit.cell_id)]!;
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

function insert(notebook: ISharedNotebook, cells: ISharedCell[], before: string | null, cell: SharedCell.Cell): void {
  const at = before === null ? cells.length : indexOf(cells, before);
  cells.splice(at, 0, notebook.insertCell(at, cell));
}

/** Take a cell out; what it held. */
function remove(notebook: ISharedNotebook, cells: ISharedCell[], id: string): SharedCell.Cell {
  const at = indexOf(cells, id);
  const held = cells[at]!.toJSON() as SharedCell.Cell;
  notebook.deleteCell(at);
  cells.splice(at, 1);
  return held;
}

function indexOf(cells: readonly ISharedCell[], id: string): number {
  return cells.findIndex(cell => cell.getId() === id);
}
