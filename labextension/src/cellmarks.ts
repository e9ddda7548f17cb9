import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import type { States } from './states';
import type { CellState } from './wire';

const STALE = 'jp-quality-stale';

/** The words of the sign at a stale cell, and what a click on it does. */
export interface Chip {
  readonly word: string;
  /** Why a cell is stale, for the tooltip and for screen readers. */
  sentence(cell: CellState): string;
  show(): void;
}

/** Keep a sign at each stale cell of a notebook, on the screen alone: a dotted line and a small chip below the prompt. */
export function markCells(notebook: Notebook, states: States, chip: Chip): void {
  const chips = new WeakMap<Cell, HTMLButtonElement>();
  let waiting = 0;
  const mark = (): void => {
    waiting = 0;
    if (!notebook.isDisposed) {
      notebook.widgets.forEach(cell => markCell(cell, chips, states, chip));
    }
  };
  const later = (): void => {
    waiting ||= requestAnimationFrame(mark);
  };
  const follow = (): void => {
    notebook.model?.cells.changed.connect(later);
    later();
  };
  states.changed.connect(later);
  notebook.modelChanged.connect(follow);
  follow();
  notebook.disposed.connect(() => states.changed.disconnect(later));
}

function markCell(cell: Cell, chips: WeakMap<Cell, HTMLButtonElement>, states: States, words: Chip): void {
  const state = states.of(cell.model.id);
  const chip = chips.get(cell);
  if (state?.state !== 'stale') {
    chip?.remove();
    chips.delete(cell);
    cell.removeClass(STALE);
    return;
  }
  const shown = chip ?? document.createElement('button');
  const sentence = words.sentence(state);
  if (!chip) {
    shown.className = 'jp-quality-chip';
    shown.textContent = words.word;
    shown.tabIndex = -1;
    shown.addEventListener('click', () => words.show());
    chips.set(cell, shown);
    cell.addClass(STALE);
    cell.node.append(shown);
  }
  if (shown.title !== sentence) {
    shown.title = sentence;
    shown.setAttribute('aria-label', sentence);
  }
}
