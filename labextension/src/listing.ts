import type { CellLabel, Finding, Report, Severity } from './wire';

/** Severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['wrong', 'fragile', 'style'];

/** One finding in the list; `key` stays the same from report to report as long as it is the same finding to a reader. */
export interface Row {
  readonly key: string;
  readonly finding: Finding;
}

/** The findings of one cell, worst first; `cell` is null for those about the whole notebook. */
export interface Group {
  readonly cell: CellLabel | null;
  readonly rows: readonly Row[];
}

/** What is shown of a report: a text to look for and the severities left out. */
export interface Filter {
  readonly text: string;
  readonly without: ReadonlySet<Severity>;
}

export function counts(findings: readonly Finding[]): Record<Severity, number> {
  const found = { wrong: 0, fragile: 0, style: 0 };
  for (const { severity } of findings) {
    found[severity]++;
  }
  return found;
}

/** The rows of a report in the order of its findings. */
export function rows(report: Report): Row[] {
  const seen = new Map<string, number>();
  return report.findings.map(finding => {
    const name = `${finding.rule} ${finding.place?.cell_id ?? ''} ${finding.message}`;
    const again = seen.get(name) ?? 0;
    seen.set(name, again + 1);
    return { key: `${name} ${again}`, finding };
  });
}

/** The rows that pass the filter, by cell in notebook order, those about the whole notebook first. */
export function groups(all: readonly Row[], cells: readonly CellLabel[], filter: Filter): Group[] {
  const labels = new Map(cells.map(cell => [cell.id, cell]));
  const byCell = new Map<string | null, Row[]>();
  for (const row of all) {
    const id = row.finding.place?.cell_id ?? null;
    if (passes(row.finding, labels.get(id ?? ''), filter)) {
      byCell.set(id, [...(byCell.get(id) ?? []), row]);
    }
  }
  const found = [...byCell].map(([id, mine]) => ({ cell: id === null ? null : labelOf(id, labels, mine), rows: mine.sort(worstFirst) }));
  return found.sort((a, b) => (a.cell?.number ?? 0) - (b.cell?.number ?? 0));
}

/** The rows in reading order: by cell, then by line. */
export function inReadingOrder(all: readonly Row[]): Row[] {
  return all.filter(row => row.finding.place !== null).sort((a, b) => a.finding.place!.cell - b.finding.place!.cell || byPlace(a, b));
}

function labelOf(id: string, labels: ReadonlyMap<string, CellLabel>, mine: readonly Row[]): CellLabel {
  return labels.get(id) ?? { id, number: mine[0]!.finding.place!.cell, label: '' };
}

function passes(finding: Finding, cell: CellLabel | undefined, { text, without }: Filter): boolean {
  if (without.has(finding.severity)) {
    return false;
  }
  const words = `${finding.message} ${finding.rule} ${finding.family} ${finding.severity} ${cell?.label ?? ''}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => words.includes(word));
}

function worstFirst(a: Row, b: Row): number {
  return SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) || byPlace(a, b);
}

function byPlace(a: Row, b: Row): number {
  const [first, second] = [a.finding.place?.span, b.finding.place?.span];
  return (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}
