import type * as nbformat from '@jupyterlab/nbformat';

/** How many runs are remembered, and how much of the text that one showed, in characters. */
const MOST = 500;
const LONGEST = 2_000;

/** What earlier runs showed, as text. It is kept in the browser's memory alone: no output is ever stored elsewhere. */
export class OutputMemory {
  /** A run of a cell was recorded; what it shows is known when the cell is done. */
  began(run: string, cellId: string): void {
    this._latest.set(cellId, run);
  }

  /** A cell is done and shows these outputs. */
  done(cellId: string, outputs: readonly nbformat.IOutput[]): void {
    const run = this._latest.get(cellId);
    const text = shownText(outputs);
    if (run === undefined || text === null) {
      return;
    }
    this._shown.set(run, text);
    if (this._shown.size > MOST) {
      this._shown.delete(this._shown.keys().next().value!);
    }
  }

  /** What a run showed, or null where that is not remembered. */
  shown(run: string): string | null {
    return this._shown.get(run) ?? null;
  }

  private readonly _latest = new Map<string, string>();
  private readonly _shown = new Map<string, string>();
}

/** The text of a cell's outputs, cut where it is long; null where they are more than text. */
export function shownText(outputs: readonly nbformat.IOutput[]): string | null {
  const parts = outputs.map(textOf);
  return parts.includes(null) ? null : parts.join('').trimEnd().slice(0, LONGEST);
}

function textOf(output: nbformat.IOutput): string | null {
  if (output.output_type === 'stream') {
    return joined(output.text);
  }
  if (output.output_type === 'error') {
    return `${joined(output.ename)}: ${joined(output.evalue)}\n`;
  }
  const data = (output.data ?? {}) as nbformat.IMimeBundle;
  const isPicture = Object.keys(data).some(mime => mime.startsWith('image/'));
  return isPicture || !('text/plain' in data) ? null : `${joined(data['text/plain'])}\n`;
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}
