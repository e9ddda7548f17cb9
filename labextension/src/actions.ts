import type { CodeEditor } from '@jupyterlab/codeeditor';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { Advising } from './advising';
import { allowByTag, allowInCell, allowInNotebook, allowOnLine } from './allow';
import { apply, applyAtOnce, rewrite, sketches, Step } from './fixes';
import { jump, select } from './jump';
import { lookAtData } from './kerneldata';
import type { QualityModel, Review } from './model';
import { writeFiles } from './newfiles';
import { shownText } from './outputmemory';
import { putBack } from './putback';
import { isCode } from './sent';
import type { Settings } from './settings';
import { CellSketch, touched } from './sketch';
import type { Edit, Finding, HiddenName, Place, Selection, Suggestion } from './wire';

export type Where = 'line' | 'cell' | 'notebook' | 'project';

/** What came of a suggestion that was to be applied: a step that can be undone, or why nothing was changed. */
export type Moved = { readonly step: Step } | { readonly step: null; readonly taken: string | null };

/** What the application can show beside the panel; null where it cannot. */
export interface Elsewhere {
  /** Opens the settings of this extension. */
  readonly settings: (() => void) | null;
  /** Shows a folder in the file browser. */
  readonly folder: ((path: string) => void) | null;
}

/** What the reader can do from the panel. */
export class Actions {
  constructor(
    private readonly _model: QualityModel,
    private readonly _panelOf: (review: Review) => NotebookPanel | undefined,
    private readonly _settings: Settings,
    private readonly _contents: Contents.IManager,
    readonly elsewhere: Elsewhere
  ) {}

  async check(review: Review): Promise<void> {
    await this._model.greet();
    await review.check();
  }

  jump(review: Review, place: Place): void {
    const panel = this._panelOf(review);
    if (panel) {
      void jump(panel, place);
    }
  }

  cells(review: Review): CellSketch[] {
    const panel = this._panelOf(review);
    return panel ? sketches(panel.context.model.sharedModel) : [];
  }

  /** Whether the cells that edits touch are still as they were checked. */
  canApply(review: Review, edits: readonly Edit[]): boolean {
    review.look();
    return ![...touched(edits)].some(id => review.edited.has(id));
  }

  apply(review: Review, edits: readonly Edit[]): void {
    const panel = this._panelOf(review);
    if (panel && this.canApply(review, edits)) {
      apply(panel.context.model.sharedModel, edits);
      this._edited(review);
    }
  }

  /** Apply a suggestion as one step, its new files first. Nothing is changed where the cells were edited or a file is `taken`. */
  async move(review: Review, advising: Advising, { edits, files }: Suggestion): Promise<Moved> {
    const panel = this._panelOf(review);
    if (!panel || !advising.isLive) {
      return { step: null, taken: null };
    }
    const taken = await writeFiles(this._contents, panel.context.path, files);
    if (taken !== null || !advising.isLive) {
      return { step: null, taken };
    }
    const step = applyAtOnce(panel.context.model.sharedModel, edits);
    this._edited(review);
    return { step };
  }

  /** The lines that are selected in a cell, all of them where none are; null where it is no code cell. The cell is the one at a node, or the current one. */
  selection(review: Review, node?: HTMLElement): Selection | null {
    const notebook = this._panelOf(review)?.content;
    const cell = node ? notebook?.widgets.find(each => each.node === node) : notebook?.activeCell;
    if (cell?.model.type !== 'code') {
      return null;
    }
    const selected = cell.editor?.getSelection();
    const lines = cell.model.sharedModel.getSource().split('\n').length;
    return { cell_id: cell.model.id, ...(selected && linesOf(selected)) ?? { line: 1, end_line: lines } };
  }

  /** Take a step back, if it is the last one. */
  undo(review: Review, step: Step): void {
    if (step.isLast()) {
      step.undo();
      this._edited(review);
    }
  }

  /** What `%quality data` says in the notebook's kernel; null where it has no such magic, or there is no kernel. */
  async lookAtData(review: Review): Promise<string | null> {
    const kernel = this._panelOf(review)?.sessionContext.session?.kernel;
    return kernel ? lookAtData(kernel) : null;
  }

  wantsStates(): boolean {
    return this._settings.state;
  }

  /** Make a cell the current one, in view; the focus stays in the panel. */
  select(review: Review, cellId: string): void {
    const panel = this._panelOf(review);
    if (panel) {
      void select(panel, cellId);
    }
  }

  /** The text that a cell shows, null where it shows more than text. */
  shown(review: Review, cellId: string): string | null {
    const cell = this._panelOf(review)?.context.model.sharedModel.cells.find(each => each.getId() === cellId);
    return cell && isCode(cell) ? shownText(cell.getOutputs()) : null;
  }

  /** Run cells one after the other, as the Run button does. */
  async run(review: Review, ids: readonly string[]): Promise<void> {
    const panel = this._panelOf(review);
    if (panel) {
      const cells = panel.content.widgets.filter(({ model }) => ids.includes(model.id));
      await NotebookActions.runCells(panel.content, cells, panel.sessionContext);
    }
  }

  /** Insert a cell with the source of names that only the kernel knows, and bring it in view. */
  putBack(review: Review, names: readonly HiddenName[]): void {
    const panel = this._panelOf(review);
    if (panel) {
      const { sharedModel } = panel.context.model;
      const known = new Set(sharedModel.cells.map(cell => cell.getId()));
      apply(sharedModel, [putBack(names, this.cells(review))]);
      sharedModel.cells.filter(cell => !known.has(cell.getId())).forEach(cell => void select(panel, cell.getId()));
    }
  }

  /** The places where a finding's rule can be allowed. */
  places(review: Review, { rule, place }: Finding): Where[] {
    const source = place && review.checked(place.cell_id);
    if (!place || source === undefined || source === null) {
      return ['notebook', 'project'];
    }
    const onLine = this._kind(review, place) === 'code' && allowOnLine(source, place.span.line, rule) !== null;
    return onLine ? ['line', 'cell', 'notebook', 'project'] : ['cell', 'notebook', 'project'];
  }

  async allow(review: Review, { rule, place }: Finding, where: Where): Promise<void> {
    const panel = this._panelOf(review);
    if (!panel) {
      return;
    }
    const notebook = panel.context.model.sharedModel;
    if (where === 'project') {
      await this._model.server.allow(review.notebook.path, rule);
    } else if (where === 'notebook') {
      const entry = notebook.getMetadata('jupyter_quality') as { allow?: string[] } | undefined;
      notebook.setMetadata('jupyter_quality', allowInNotebook(entry, rule));
    } else if (place) {
      this._allowAt(panel, rule, place, where);
    }
    this._edited(review);
  }

  private _allowAt(panel: NotebookPanel, rule: string, place: Place, where: 'line' | 'cell'): void {
    const cell = panel.context.model.sharedModel.cells.find(each => each.getId() === place.cell_id);
    if (!cell) {
      return;
    }
    const source = cell.getSource();
    const allowed = where === 'line' ? allowOnLine(source, place.span.line, rule) : allowInCell(source, rule);
    if (cell.cell_type === 'code' && allowed !== null) {
      rewrite(cell, allowed);
    } else {
      const tags = cell.getMetadata('tags');
      cell.setMetadata('tags', allowByTag(Array.isArray(tags) ? tags.map(String) : [], rule));
    }
  }

  private _kind(review: Review, place: Place): CellSketch['kind'] | undefined {
    return this.cells(review).find(cell => cell.id === place.cell_id)?.kind;
  }

  private _edited(review: Review): void {
    review.lively = true;
    void review.check();
  }
}

/** The lines that a selection touches, from 1; null where it is empty. */
function linesOf({ start, end }: CodeEditor.IRange): { readonly line: number; readonly end_line: number } | null {
  const [first, last] = start.line < end.line || (start.line === end.line && start.column <= end.column) ? [start, end] : [end, start];
  if (first.line === last.line && first.column === last.column) {
    return null;
  }
  return { line: first.line + 1, end_line: last.column === 0 && last.line > first.line ? last.line : last.line + 1 };
}
