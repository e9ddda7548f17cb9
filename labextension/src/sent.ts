import type { ISharedCell, ISharedCodeCell, ISharedNotebook } from '@jupyter/ydoc';
import type * as nbformat from '@jupyterlab/nbformat';

/** The longest text sent of one output, in characters. */
const LONGEST = 16_000;

/** An open notebook as the server gets it: nbformat 4.5, sources as they stand in the editor, outputs trimmed. */
export interface SentNotebook {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: nbformat.INotebookMetadata;
  readonly cells: readonly SentCell[];
}

interface SentCell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string;
  readonly metadata: object;
  readonly execution_count?: number | null;
  readonly outputs?: readonly object[];
}

export function sent(notebook: ISharedNotebook): SentNotebook {
  return sentWith(notebook, cell => cell.getOutputs().map(trimmed));
}

/** The same without outputs, for what is told by runs alone. */
export function sentBare(notebook: ISharedNotebook): SentNotebook {
  return sentWith(notebook, () => []);
}

function sentWith(notebook: ISharedNotebook, outputs: (cell: ISharedCodeCell) => object[]): SentNotebook {
  const cells = notebook.cells.map(cell => {
    const plain = { id: cell.getId(), cell_type: cell.cell_type, source: cell.getSource(), metadata: cell.getMetadata() };
    return isCode(cell) ? { ...plain, execution_count: cell.execution_count, outputs: outputs(cell) } : plain;
  });
  return { nbformat: 4, nbformat_minor: 5, metadata: notebook.metadata, cells };
}

/** Whether a cell is a code cell, in a way the compiler understands. */
export function isCode(cell: ISharedCell): cell is ISharedCodeCell {
  return cell.cell_type === 'code';
}

/** An output with its text cut and, of anything but text, only the mime type. */
export function trimmed(output: nbformat.IOutput): object {
  if (output.output_type === 'stream') {
    return { ...output, text: cut(output.text) };
  }
  if (output.output_type === 'error') {
    return { ...output, traceback: [cut(output.traceback)] };
  }
  const data = Object.entries(output.data ?? {}).map(([mime, value]) => [mime, mime.startsWith('text/') ? cut(value) : '']);
  return { ...output, data: Object.fromEntries(data), metadata: {} };
}

function cut(text: unknown): string {
  const joined = Array.isArray(text) ? text.join('') : text;
  return typeof joined === 'string' ? joined.slice(0, LONGEST) : '';
}
