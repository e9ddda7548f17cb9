import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, groups, inReadingOrder, rows } from '../../labextension/src/listing';
import type { Finding, Report, Severity } from '../../labextension/src/wire';

function finding(rule: string, severity: Severity, cell: number | null, line = 1, message = rule): Finding {
  const place = cell === null ? null : { cell_id: `c${cell}`, cell, span: { line, column: 1, end_line: line, end_column: 2 } };
  return { rule, family: 'names', severity, message, place, related: [], confidence: 1, fix: null };
}

function report(...findings: Finding[]): Report {
  const cells = [1, 2, 3].map(number => ({ id: `c${number}`, number, label: `Part ${number}` }));
  return { path: 'n.ipynb', findings, cells, looked_at: { cells: 3, rules: 9 }, good: [], trouble: null };
}

const ALL = { text: '', without: new Set<Severity>() };

test('findings stand by cell, the whole notebook first, worst first in a cell', () => {
  const found = report(finding('late', 'style', 3), finding('bad', 'wrong', 3, 9), finding('one', 'fragile', 1), finding('order', 'fragile', null));
  const shown = groups(rows(found), found.cells, ALL).map(group => [group.cell?.label ?? null, group.rows.map(row => row.finding.rule)]);
  assert.deepEqual(shown, [
    [null, ['order']],
    ['Part 1', ['one']],
    ['Part 3', ['bad', 'late']]
  ]);
});

test('a key outlives a move of its line and tells equals apart', () => {
  const key = (...all: Finding[]): string[] => rows(report(...all)).map(row => row.key);
  assert.deepEqual(key(finding('a', 'style', 1, 2)), key(finding('a', 'style', 1, 7)));
  assert.equal(new Set(key(finding('a', 'style', 1, 2), finding('a', 'style', 1, 3))).size, 2);
});

test('the filter wants every word, in the message, the rule, the severity or the cell', () => {
  const found = report(finding('unused-import', 'style', 1), finding('undefined-name', 'wrong', 2));
  const shown = (text: string): string[] => groups(rows(found), found.cells, { ...ALL, text }).flatMap(group => group.rows.map(row => row.finding.rule));
  assert.deepEqual(shown('wrong PART'), ['undefined-name']);
  assert.deepEqual(shown('un'), ['unused-import', 'undefined-name']);
  assert.deepEqual(shown('nothing'), []);
});

test('a severity can be left out', () => {
  const found = report(finding('a', 'style', 1), finding('b', 'wrong', 1));
  assert.equal(groups(rows(found), found.cells, { text: '', without: new Set<Severity>(['style', 'wrong']) }).length, 0);
  assert.deepEqual(counts(found.findings), { wrong: 1, fragile: 0, style: 1 });
});

test('next and previous go by cell and line, past what has no place', () => {
  const found = report(finding('z', 'wrong', 2, 5), finding('y', 'style', 2, 1), finding('n', 'style', null), finding('x', 'style', 1));
  assert.deepEqual(inReadingOrder(rows(found)).map(row => row.finding.rule), ['x', 'y', 'z']);
});
