/** One line of a difference; `number` counts from 1 in the text the line belongs to. */
export interface Line {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  readonly number: number;
}

/** The lines that turn one text into another, by their longest common subsequence, with `context` lines around each change. */
export function difference(before: string | null, after: string | null, context = 1): (Line | null)[] {
  const old = before === null ? [] : before.split('\n');
  const now = after === null ? [] : after.split('\n');
  const lines = align(old, now);
  const near = (index: number): boolean => lines.slice(Math.max(0, index - context), index + context + 1).some(line => line.kind !== 'same');
  const shown: (Line | null)[] = [];
  lines.forEach((line, index) => {
    if (near(index)) {
      shown.push(line);
    } else if (shown.length && shown[shown.length - 1] !== null) {
      shown.push(null);
    }
  });
  return shown[shown.length - 1] === null ? shown.slice(0, -1) : shown;
}

function align(old: readonly string[], now: readonly string[]): Line[] {
  const common = lengths(old, now);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: 'same', text: now[j]!, number: j + 1 });
      i++;
      j++;
    } else if (i < old.length && (j === now.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'gone', text: old[i]!, number: i + 1 });
      i++;
    } else {
      lines.push({ kind: 'new', text: now[j]!, number: j + 1 });
      j++;
    }
  }
  return lines;
}

/** The length of the longest common subsequence of each pair of tails. */
function lengths(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i]![j] = old[i] === now[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
