import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { OpenNotebook } from './opennotebook';
import { sent, sentBare, SentNotebook } from './sent';

/** An open notebook of JupyterLab. */
export class LabNotebook implements OpenNotebook {
  constructor(
    private readonly _context: NotebookPanel['context'],
    private readonly _contents: Contents.IManager
  ) {}

  get path(): string {
    return this._contents.localPath(this._context.path);
  }

  get language(): string | null {
    if (!this._context.isReady) {
      return null; // a shared document has no metadata before it has arrived
    }
    const { metadata } = this._context.model.sharedModel;
    const language = metadata.language_info?.name ?? metadata.kernelspec?.language;
    return typeof language === 'string' ? language.toLowerCase() : null;
  }

  get kernel(): string | null {
    return this._context.sessionContext.session?.kernel?.id ?? null;
  }

  content(): SentNotebook {
    return sent(this._context.model.sharedModel);
  }

  bareContent(): SentNotebook {
    return sentBare(this._context.model.sharedModel);
  }

  sources(): ReadonlyMap<string, string> {
    return new Map(this._context.model.sharedModel.cells.map(cell => [cell.getId(), cell.getSource()]));
  }
}
