import type { Span } from './wire';

/** Where a 1-based line starts and ends in a text (UTF-16 offsets, line break left out), clamped to the text. */
export function lineBounds(text: string, line: number): [number, number] {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = text.indexOf('\n', start);
    if (next < 0) {
      return [text.length, text.length];
    }
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return [start, end < 0 ? text.length : end];
}

/** The UTF-16 offset of a 1-based line and a 1-based column counted in code points, clamped to the line. */
export function offsetOf(text: string, line: number, column: number): number {
  const [start, end] = lineBounds(text, line);
  let at = start;
  for (let left = column - 1; left > 0 && at < end; left--) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return at;
}

/** The UTF-16 offsets of a span, end exclusive. */
export function rangeOf(text: string, span: Span): [number, number] {
  const from = offsetOf(text, span.line, span.column);
  return [from, Math.max(from, offsetOf(text, span.end_line, span.end_column))];
}

/** A message cut at its `code` marks: even items are prose, odd ones are code. */
export function proseAndCode(message: string): string[] {
  const parts = message.split('`');
  if (parts.length % 2 === 0) {
    const open = parts.pop()!;
    parts[parts.length - 1] += '`' + open;
  }
  return parts;
}
