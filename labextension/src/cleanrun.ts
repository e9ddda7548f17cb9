import { Around, Job, JobServer } from './job';
import type { ProofState } from './wire';

/** What is asked of the server about clean runs. */
export interface ProofServer extends JobServer<ProofState> {
  /** Have a clean run follow each save, which begins with one, or no more. */
  keep(path: string, keep: boolean): Promise<ProofState>;
}

/** The clean run of one open notebook; it may follow each save. */
export class CleanRun extends Job<ProofState> {
  constructor(notebook: { readonly path: string }, private readonly _proofs: ProofServer, around: Around, pause?: (milliseconds: number) => Promise<void>) {
    super(notebook, _proofs, around, pause);
  }

  /** Whether a clean run follows each save, as far as the user has said. */
  get isKept(): boolean {
    return this._wish ?? (this.state?.keeping ?? 'off') !== 'off';
  }

  /** Have the notebook run cleanly now and after each save, or no more. */
  async keep(wanted: boolean): Promise<void> {
    this._wish = wanted;
    this.emit();
    await (wanted ? this.begin(path => this._proofs.keep(path, true)) : this.follow(() => this._proofs.keep(this.notebook.path, false)));
    this._wish = null;
    this.emit();
  }

  private _wish: boolean | null = null;
}
