import type { ISharedCell } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { MarkSource } from './editormarks';
import { rows } from './listing';
import type { QualityModel } from './model';
import type { Settings } from './settings';
import type { Watcher } from './watcher';
import type { Finding } from './wire';

/** Answers what the editors ask: the findings that hold for the text in a cell, and a finding's place in the panel. */
export class Marks implements MarkSource {
  constructor(
    private readonly _watcher: Watcher,
    private readonly _model: QualityModel,
    private readonly _settings: Settings,
    private readonly _showPanel: () => void,
    trans: TranslationBundle
  ) {
    this.words = { why: trans.__('Why'), fix: trans.__('Fix…') };
    _model.changed.connect(() => this.changed.emit());
    _settings.changed.connect(() => this.changed.emit());
  }

  readonly changed = new Signal<this, void>(this);
  readonly words: MarkSource['words'];

  findingsIn(cell: ISharedCell, text: string): readonly Finding[] {
    const review = this._settings.squiggles ? this._watcher.reviewOf(cell) : undefined;
    const id = cell.getId();
    return review?.report && review.checked(id) === text ? review.report.findings.filter(({ place }) => place?.cell_id === id) : [];
  }

  show(finding: Finding, open: 'why' | 'fix'): void {
    const { current } = this._model;
    const row = current?.report && rows(current.report).find(each => each.finding === finding);
    if (row) {
      this._showPanel();
      this._model.wish({ key: row.key, open });
    }
  }
}
