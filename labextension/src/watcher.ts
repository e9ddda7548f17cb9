import type { ISharedCell } from '@jupyter/ydoc';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents, Event } from '@jupyterlab/services';
import { Debouncer } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import { Chip, markCells } from './cellmarks';
import { LabNotebook } from './labnotebook';
import type { QualityModel, Review } from './model';
import type { RunWatcher } from './runwatcher';
import { Refusal } from './server';
import type { Settings } from './settings';

/** The event the server emits after it has checked a notebook that was saved. */
const CHECKED = 'https://schema.jupyter.org/jupyter_quality/checked/v1';

/** How long after the last edit a notebook is checked again where an edit of ours came before, in milliseconds. */
const PAUSE = 300;

/** Turns what happens to open notebooks (opened, made current, saved, reloaded, closed) into checks. */
export class Watcher {
  constructor(
    private readonly _tracker: INotebookTracker,
    events: Event.IManager,
    private readonly _contents: Contents.IManager,
    private readonly _model: QualityModel,
    private readonly _settings: Settings,
    private readonly _runs: RunWatcher,
    private readonly _chip: Chip
  ) {
    _tracker.forEach(panel => this._watch(panel));
    _tracker.widgetAdded.connect((_, panel) => this._watch(panel));
    _tracker.currentChanged.connect((_, panel) => this._follow(panel));
    this._follow(_tracker.currentWidget);
    events.stream.connect((_, event) => {
      if (event.schema_id === CHECKED) {
        this._checkedElsewhere(String(event.path));
      }
    });
  }

  /** A notebook was saved here. */
  readonly saved = new Signal<this, Review>(this);

  /** The panel that shows a review's notebook; of several views the one last used. */
  panelOf(review: Review): NotebookPanel | undefined {
    const current = this._tracker.currentWidget;
    return current && this._reviews.get(current) === review ? current : [...this._reviews].find(([, known]) => known === review)?.[0];
  }

  /** The review of the notebook a cell belongs to. */
  reviewOf(cell: ISharedCell): Review | undefined {
    return [...this._reviews].find(([panel]) => panel.context.model.sharedModel === cell.notebook)?.[1];
  }

  private _watch(panel: NotebookPanel): void {
    const twin = [...this._reviews].find(([other]) => other.context === panel.context);
    const review = twin?.[1] ?? this._model.open(new LabNotebook(panel.context, this._contents));
    this._reviews.set(panel, review);
    markCells(panel.content, review.states, this._chip);
    panel.content.activeCellChanged.connect((_, cell) => (review.states.selected = cell?.model.id ?? null));
    panel.disposed.connect(() => {
      this._reviews.delete(panel);
      if (![...this._reviews.values()].includes(review)) {
        this._model.close(review);
      }
    });
    this._follow(this._tracker.currentWidget);
    if (!twin) {
      this._runs.watch(panel, review);
      void Promise.all([panel.context.ready, this._settings.ready]).then(() => this._begin(panel.context, review));
    }
  }

  private _begin(context: NotebookPanel['context'], review: Review): void {
    if (review.isDisposed) {
      return;
    }
    const pause = new Debouncer(() => (review.lively ? this._refresh(review) : review.look()), PAUSE);
    context.disposed.connect(() => pause.dispose());
    let saving = false;
    context.saveState.connect((_, state) => {
      saving = state === 'started';
      if (saving) {
        review.lively = false;
        this._check(review);
      } else if (state === 'completed') {
        this.saved.emit(review);
      }
    });
    context.pathChanged.connect(() => this._check(review));
    context.fileChanged.connect(() => void (saving || this._refresh(review)));
    context.model.contentChanged.connect(() => void pause.invoke());
    this._check(review);
  }

  private _follow(panel: NotebookPanel | null): void {
    this._model.current = (panel && this._reviews.get(panel)) ?? null;
  }

  /** Somebody saved a notebook that is open here. Where it is edited here since, the next save here checks it. */
  private _checkedElsewhere(path: string): void {
    for (const [panel, review] of this._reviews) {
      if (review.notebook.path === path && !panel.context.model.dirty) {
        this._refresh(review);
      }
    }
  }

  private _check(review: Review): void {
    if (this._wanted()) {
      void review.check();
    }
  }

  private _refresh(review: Review): void {
    if (this._wanted()) {
      void review.refresh();
    }
  }

  private _wanted(): boolean {
    const { status } = this._model;
    return this._settings.checkOnSave && !(status instanceof Refusal && status.kind === 'missing');
  }

  private readonly _reviews = new Map<NotebookPanel, Review>();
}
