import { rangeOf } from './text';
import type { Edit, ReplaceText } from './wire';

/** One cell, as far as edits are concerned. */
export interface CellSketch {
  readonly id: string;
  readonly kind: 'code' | 'markdown' | 'raw';
  readonly source: string;
}

/** What edits do to one cell; `before` null means it is new, `after` null that it goes. A new cell's number is that of the cell it goes before. */
export interface CellChange {
  readonly id: string | null;
  readonly number: number | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly note: 'edited' | 'new' | 'deleted' | 'moved' | 'outputs cleared';
}

/** The text after replacements whose spans all count in the text as it was. */
export function replaced(source: string, edits: readonly ReplaceText[]): string {
  return ranges(source, edits).reduceRight((text, [from, to, by]) => text.slice(0, from) + by + text.slice(to), source);
}

/** Replacements as offsets into the source, in order of place; edits at the same place keep their order. */
export function ranges(source: string, edits: readonly ReplaceText[]): [number, number, string][] {
  return edits
    .map(({ span, text }): [number, number, string] => [...rangeOf(source, span), text])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** The cells that edits read or change; their sources must be those the edits were made for. */
export function touched(edits: readonly Edit[]): Set<string> {
  return new Set(edits.flatMap(edit => (edit.type === 'InsertCell' ? [] : [edit.cell_id])));
}

/** Replacements by cell. */
export function replacements(edits: readonly Edit[]): Map<string, ReplaceText[]> {
  const byCell = new Map<string, ReplaceText[]>();
  for (const edit of edits) {
    if (edit.type === 'ReplaceText') {
      byCell.set(edit.cell_id, [...(byCell.get(edit.cell_id) ?? []), edit]);
    }
  }
  return byCell;
}

/** What the edits would do, cell by cell in notebook order, new cells last. */
export function preview(cells: readonly CellSketch[], edits: readonly Edit[]): CellChange[] {
  const texts = replacements(edits);
  const changes: CellChange[] = [];
  cells.forEach(({ id, source }, index) => {
    const about = { id, number: index + 1, before: source };
    const mine = edits.filter(edit => edit.type !== 'InsertCell' && edit.cell_id === id);
    if (mine.some(edit => edit.type === 'DeleteCell')) {
      changes.push({ ...about, after: null, note: 'deleted' });
    } else if (texts.has(id)) {
      changes.push({ ...about, after: replaced(source, texts.get(id)!), note: 'edited' });
    } else if (mine.length) {
      changes.push({ ...about, after: source, note: mine[0]!.type === 'MoveCell' ? 'moved' : 'outputs cleared' });
    }
  });
  for (const edit of edits) {
    if (edit.type === 'InsertCell') {
      const at = cells.findIndex(({ id }) => id === edit.before);
      changes.push({ id: null, number: at < 0 ? null : at + 1, before: null, after: edit.source, note: 'new' });
    }
  }
  return changes;
}

/** The fixes that can be applied together: of two that touch the same place the first stays, the other waits for the next check. */
export function together(fixes: readonly (readonly Edit[])[]): Edit[] {
  const taken: Edit[] = [];
  for (const edits of fixes) {
    if (!edits.some(edit => taken.some(other => clash(edit, other)))) {
      taken.push(...edits);
    }
  }
  return taken;
}

function clash(a: Edit, b: Edit): boolean {
  if (a.type === 'InsertCell' || b.type === 'InsertCell') {
    return a.type === b.type && JSON.stringify(a) === JSON.stringify(b);
  }
  if (a.cell_id !== b.cell_id) {
    return false;
  }
  if (a.type !== 'ReplaceText' || b.type !== 'ReplaceText') {
    return true;
  }
  const [first, second] = before(a, b) ? [a.span, b.span] : [b.span, a.span];
  return first.end_line > second.line || (first.end_line === second.line && first.end_column > second.column) || same(a, b);
}

function before({ span: a }: ReplaceText, { span: b }: ReplaceText): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}

function same({ span: a }: ReplaceText, { span: b }: ReplaceText): boolean {
  return a.line === b.line && a.column === b.column;
}
