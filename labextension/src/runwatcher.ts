import type { CodeCell } from '@jupyterlab/cells';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { Throttler } from '@lumino/polling';
import { askForRuns, hearRuns } from './kernelcomm';
import { loadInKernels } from './kernelloader';
import type { QualityModel, Review } from './model';
import { Refusal } from './server';
import type { Settings } from './settings';

/** How often, at most, an open notebook is looked at for edits that may change what is stale, in milliseconds. */
const PAUSE = 200;

/** Turns the runs of open notebooks, and the edits of their cells, into questions about what is stale. */
export class RunWatcher {
  constructor(
    private readonly _model: QualityModel,
    private readonly _settings: Settings
  ) {
    NotebookActions.executed.connect((_, { notebook, cell }) => {
      const review = notebook.model && this._reviews.get(notebook.model);
      if (review && cell.model.type === 'code') {
        review.states.outputs.done(cell.model.id, (cell as CodeCell).model.sharedModel.getOutputs());
      }
    });
  }

  watch({ sessionContext, context }: NotebookPanel, review: Review): void {
    const { states } = review;
    const look = new Throttler(() => (this._wanted() ? states.look() : undefined), { limit: PAUSE, edge: 'trailing' });
    const follow = (): void => (this._wanted() ? void states.refresh() : states.clear());
    this._reviews.set(context.model, review);
    loadInKernels(sessionContext, {
      wanted: () => this._settings.loadInKernel,
      records: () => this._wanted(),
      recorder: () => this._recorder(),
      ready: askForRuns
    });
    hearRuns(sessionContext, runs => void (this._wanted() && states.hear(runs)));
    sessionContext.kernelChanged.connect(follow);
    void Promise.all([context.ready, this._settings.ready]).then(() => {
      if (!review.isDisposed) {
        context.model.contentChanged.connect(() => void look.invoke());
        context.pathChanged.connect(follow);
        this._settings.changed.connect(follow);
        follow();
      }
    });
    context.disposed.connect(() => {
      look.dispose();
      this._settings.changed.disconnect(follow);
    });
  }

  /** The recorder for a kernel without the package; null where the server has none to give. */
  private async _recorder(): Promise<string | null> {
    try {
      return (await this._model.server.recorder()).code;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      return null;
    }
  }

  private _wanted(): boolean {
    const { status } = this._model;
    return this._settings.state && !(status instanceof Refusal && status.kind === 'missing');
  }

  private readonly _reviews = new WeakMap<object, Review>();
}
