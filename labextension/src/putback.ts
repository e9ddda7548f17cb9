import type { CellSketch } from './sketch';
import type { HiddenName, InsertCell } from './wire';

/** The edit that puts the one source of names that only the kernel knows back as a cell: before the first cell that says any of them. */
export function putBack(names: readonly HiddenName[], cells: readonly CellSketch[]): InsertCell {
  const said = names.map(({ name }) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${said})(?![\\p{L}\\p{N}_])`, 'u');
  const before = cells.find(({ kind, source: text }) => kind === 'code' && word.test(text))?.id ?? null;
  return { type: 'InsertCell', before, kind: 'code', source: names[0].source ?? '', tags: [] };
}
