import { Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Extension, RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, DecorationSet, EditorView, ViewPlugin, ViewUpdate } from '@codemirror/view';
import type { ISharedCell } from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { SEVERITIES } from './listing';
import { proseAndCode, rangeOf } from './text';
import type { Finding, Severity } from './wire';

/** What an editor asks about its cell. */
export interface MarkSource {
  readonly changed: ISignal<unknown, void>;
  /** The findings that hold for a cell with this text; none where it was edited since. */
  findingsIn(cell: ISharedCell, text: string): readonly Finding[];
  /** Show a finding in the panel, opened at its page or its fix. */
  show(finding: Finding, open: 'why' | 'fix'): void;
  /** Words for the buttons of a tooltip. */
  readonly words: { readonly why: string; readonly fix: string };
}

const LINT = { wrong: 'error', fragile: 'warning', style: 'info' } as const;

/** How long a line that is being typed is left alone, in milliseconds. */
const PATIENCE = 500;

/** Flash the line that starts at an offset, once. */
export const flash = StateEffect.define<number>();
const calm = StateEffect.define<null>();
const showDots = StateEffect.define<DecorationSet>();

/** Squiggles under exact ranges, a dot beside the worst finding of a line, and the flash of a line that was jumped to. */
export function editorMarks(cell: ISharedCell, source: MarkSource): Extension {
  return [dots, flashing, ViewPlugin.define(view => new Marker(view, cell, source))];
}

class Marker {
  constructor(
    private readonly _view: EditorView,
    private readonly _cell: ISharedCell,
    private readonly _source: MarkSource
  ) {
    _source.changed.connect(this._later, this);
    this._later();
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) {
      this._typed = Date.now();
      this._later();
    }
    if (update.transactions.some(({ effects }) => effects.some(effect => effect.is(flash)))) {
      window.setTimeout(() => this._view.dispatch({ effects: calm.of(null) }), 1000);
    }
  }

  destroy(): void {
    this._source.changed.disconnect(this._later, this);
    window.clearTimeout(this._timer);
  }

  private _later(): void {
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => this._mark(), 0);
  }

  private _mark(): void {
    const text = this._view.state.doc.toString();
    const findings = this._source.findingsIn(this._cell, text);
    const wait = this._typed + PATIENCE - Date.now();
    if (findings.length && this._view.hasFocus && wait > 0) {
      this._timer = window.setTimeout(() => this._mark(), wait);
      return;
    }
    if (findings.length !== this._marked.length || findings.some((finding, index) => finding !== this._marked[index])) {
      this._marked = findings;
      const diagnostics = findings.map(finding => diagnostic(finding, text, this._source));
      this._view.dispatch(setDiagnostics(this._view.state, diagnostics), { effects: showDots.of(dotsFor(findings, this._view)) });
    }
  }

  private _marked: readonly Finding[] = [];
  private _timer = 0;
  private _typed = 0;
}

function diagnostic(finding: Finding, text: string, source: MarkSource): Diagnostic {
  const [from, to] = rangeOf(text, finding.place!.span);
  const actions = [{ name: source.words.why, apply: () => source.show(finding, 'why') }];
  if (finding.fix) {
    actions.push({ name: source.words.fix, apply: () => source.show(finding, 'fix') });
  }
  return { from, to, severity: LINT[finding.severity], message: finding.message, renderMessage: () => rendered(finding.message), actions };
}

function rendered(message: string): Node {
  const node = document.createElement('span');
  proseAndCode(message).forEach((part, index) => {
    const piece = index % 2 ? document.createElement('code') : document.createElement('span');
    piece.textContent = part;
    node.append(piece);
  });
  return node;
}

function dotsFor(findings: readonly Finding[], { state }: EditorView): DecorationSet {
  const worst = new Map<number, Severity>();
  for (const { place, severity } of findings) {
    const line = Math.min(place!.span.line, state.doc.lines);
    const known = worst.get(line);
    if (!known || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known)) {
      worst.set(line, severity);
    }
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [line, severity] of [...worst].sort(([a], [b]) => a - b)) {
    const { from } = state.doc.line(line);
    builder.add(from, from, Decoration.line({ class: `jp-quality-dot jp-mod-${severity}` }));
  }
  return builder.finish();
}

const dots = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update: (value, { changes, effects }) =>
    effects.reduce((now, effect) => (effect.is(showDots) ? effect.value : now), value.map(changes)),
  provide: field => EditorView.decorations.from(field)
});

const flashing = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update: (value, { changes, effects, state }) => {
    for (const effect of effects) {
      if (effect.is(flash)) {
        return Decoration.set(Decoration.line({ class: 'jp-quality-flash' }).range(state.doc.lineAt(effect.value).from));
      }
      if (effect.is(calm)) {
        return RangeSet.empty;
      }
    }
    return value.map(changes);
  },
  provide: field => EditorView.decorations.from(field)
});
