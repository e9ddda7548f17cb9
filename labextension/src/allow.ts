import { lineBounds } from './text';

/** The wording of an allowance, kept in step with jupyter_quality/rules. */
const ALLOWANCE = /#\s*quality:\s*allow\s+([\w\-, ]*[\w-])/;

/** The source with one line's allowance extended by a rule, or null where a comment cannot stand at the end of that line. */
export function allowOnLine(source: string, line: number, rule: string): string | null {
  const [start, end] = lineBounds(source, line);
  const text = source.slice(start, end);
  if (/^\s*([\w, ]+=\s*)?[%!]/.test(text) || !takesComment(source, end)) {
    return null;
  }
  return source.slice(0, start) + extended(text, rule, '  ') + source.slice(end);
}

/** The source with the cell's own allowance, on its first line, extended by a rule; null where the first line must stay first. */
export function allowInCell(source: string, rule: string): string | null {
  if (source.startsWith('%%')) {
    return null;
  }
  const [, end] = lineBounds(source, 1);
  const first = source.slice(0, end);
  return first.trimStart().startsWith('#') && ALLOWANCE.test(first)
    ? extended(first, rule, '') + source.slice(end)
    : `# quality: allow ${rule}\n${source}`;
}

/** A cell's tags with the one that allows a rule. */
export function allowByTag(tags: readonly string[], rule: string): string[] {
  return [...new Set([...tags, `quality-allow-${rule}`])];
}

/** The `jupyter_quality` entry of a notebook's metadata with a rule allowed. */
export function allowInNotebook(entry: { readonly allow?: readonly string[] } | undefined, rule: string): { allow: string[] } {
  return { ...entry, allow: [...new Set([...(entry?.allow ?? []), rule])] };
}

function extended(line: string, rule: string, gap: string): string {
  const found = ALLOWANCE.exec(line);
  if (!found) {
    return `${line.trimEnd()}${gap}# quality: allow ${rule}`;
  }
  if (found[1]!.split(/[\s,]+/).includes(rule)) {
    return line;
  }
  const end = found.index + found[0].length;
  return `${line.slice(0, end)}, ${rule}${line.slice(end)}`;
}

/** Whether a comment may stand at `end`: not inside a string that goes on, nor after a backslash that joins lines. */
function takesComment(source: string, end: number): boolean {
  let quote = '';
  for (let at = 0; at < end; at++) {
    const triple = source.slice(at, at + 3);
    if (source[at] === '\\') {
      at++;
    } else if (quote) {
      if (source.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = '';
      } else if (quote.length === 1 && source[at] === '\n') {
        quote = '';
      }
    } else if (triple === '"""' || triple === "'''") {
      quote = triple;
      at += 2;
    } else if (source[at] === '"' || source[at] === "'") {
      quote = source[at]!;
    } else if (source[at] === '#') {
      at = Math.min(end, indexOrEnd(source, at));
    }
  }
  return quote.length < 3 && source[end - 1] !== '\\';
}

function indexOrEnd(source: string, from: number): number {
  const found = source.indexOf('\n', from);
  return found < 0 ? source.length : found;
}
