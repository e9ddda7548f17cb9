import type { CellState } from './wire';

/** Data that goes from one cell to another, by the rows in which the two are drawn. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** How strongly it is drawn at rest, from 0 to 1. */
  readonly strength: number;
}

/** From how many cells on a cell feeds so many, as one with the imports does, that its arcs show only while it is looked at. */
const MANY = 8;

/** The arcs between cells that stand in these rows, one a cell. */
export function arcs(cells: readonly CellState[]): Arc[] {
  const rows = new Map(cells.map(({ id }, row) => [id, row]));
  return cells.flatMap(({ feeds }, from) => {
    const fed = feeds.map(id => rows.get(id)).filter((to): to is number => to !== undefined && to !== from);
    return fed.map(to => ({ from, to, strength: fed.length < MANY ? 1 - swing(to - from) : 0 }));
  });
}

/** How far an arc over so many rows swings out, from 0 to 1. */
export function swing(rows: number): number {
  return 1 - 1 / (1 + Math.abs(rows) / 6);
}

/** The cells that feed a cell and those it feeds, in notebook order. */
export function neighbours(cells: readonly CellState[], id: string): { readonly before: CellState[]; readonly after: CellState[] } {
  const own = cells.find(cell => cell.id === id)?.feeds ?? [];
  return {
    before: cells.filter(({ feeds }) => feeds.includes(id)),
    after: cells.filter(cell => own.includes(cell.id))
  };
}
