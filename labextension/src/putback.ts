import type { CellSketch } from './sketch';
import type { HiddenName, InsertCell } from './wire';

/** The edit that puts the source of a name that only the kernel knows back as a cell: before the first cell that says the name. */
export function putBack({ name, source }: HiddenName, cells: readonly CellSketch[]): InsertCell {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u');
  const before = cells.find(({ kind, source: text }) => kind === 'code' && word.test(text))?.id ?? null;
  return { type: 'InsertCell', before, kind: 'code', source: source ?? '', tags: [] };
}
