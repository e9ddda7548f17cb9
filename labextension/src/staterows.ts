import type { CellLabel, CellState, NotebookState, State } from './wire';

/** The states, those that ask for something first. */
export const STATES: readonly State[] = ['stale', 'unknown', 'never-run', 'fresh'];

/** A cell as the tab State shows it. */
export interface StateRow {
  readonly cell: CellState;
  readonly label: string;
}

export function stateRows({ cells }: NotebookState, labels: readonly CellLabel[]): StateRow[] {
  const known = new Map(labels.map(({ id, label }) => [id, label]));
  return cells.map(cell => ({ cell, label: known.get(cell.id) ?? '' }));
}

export function tally(cells: readonly CellState[]): Record<State, number> {
  const found = { stale: 0, unknown: 0, 'never-run': 0, fresh: 0 };
  cells.forEach(({ state }) => found[state]++);
  return found;
}
