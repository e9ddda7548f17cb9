import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ProofState } from './wire';

/** What is asked of the server about clean runs. */
export interface ProofServer {
  startProof(path: string): Promise<ProofState>;
  proof(path: string): Promise<ProofState>;
  keepProven(path: string, keep: boolean): Promise<ProofState>;
  cancelProof(path: string): Promise<void>;
}

/** How long to wait before the server is asked again how far a run is, in milliseconds. */
const PAUSE = 400;

const waited = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The clean run of one open notebook: started, followed, cancelled; and what the last one came to. */
export class ProofModel implements IDisposable {
  constructor(
    private readonly _notebook: { readonly path: string },
    private readonly _server: ProofServer,
    /** Saves the notebook: what is proven is what is stored. */
    private readonly _save: () => Promise<void>,
    private readonly _pause: (milliseconds: number) => Promise<void> = waited
  ) {}

  readonly changed = new Signal<this, void>(this);
  /** A clean run came to its end. */
  readonly ended = new Signal<this, void>(this);

  /** What the server said last; null before. */
  state: ProofState | null = null;
  /** Why it could not be asked the last time. */
  trouble: string | null = null;

  get isDisposed(): boolean {
    return this._disposed;
  }

  /** Whether a run is under way, or about to be. */
  get running(): boolean {
    return this._starting || this.state?.running === true;
  }

  /** Whether a clean run follows each save, as far as the user has said. */
  get isKept(): boolean {
    return this._wish ?? (this.state?.keeping ?? 'off') !== 'off';
  }

  dispose(): void {
    this._disposed = true;
    Signal.clearData(this);
  }

  /** Ask what the last run came to, and follow one that is under way. */
  look(): Promise<void> {
    return this.running ? Promise.resolve() : this._follow(() => this._server.proof(this._notebook.path));
  }

  /** Save the notebook and start a clean run; the promise holds until it has ended. */
  start(): Promise<void> {
    return this._begin(path => this._server.startProof(path));
  }

  /** Have the notebook run cleanly now and after each save, or no more. */
  async keep(wanted: boolean): Promise<void> {
    this._wish = wanted;
    this._emit();
    await (wanted ? this._begin(path => this._server.keepProven(path, true)) : this._follow(() => this._server.keepProven(this._notebook.path, false)));
    this._wish = null;
    this._emit();
  }

  /** End the run that is under way. */
  async cancel(): Promise<void> {
    if (this.state) {
      await this._told(this._server.cancelProof(this.state.path));
    }
  }

  private async _begin(ask: (path: string) => Promise<ProofState>): Promise<void> {
    if (this.running) {
      return;
    }
    this._starting = true;
    this.changed.emit();
    await this._follow(async () => {
      await this._save();
      return ask(this._notebook.path);
    });
  }

  private async _follow(first: () => Promise<ProofState>): Promise<void> {
    const round = ++this._round;
    let state = await this._told(first());
    while (state && round === this._round && !this._disposed) {
      this._settle(state);
      if (!state.running) {
        return;
      }
      await this._pause(PAUSE);
      state = await this._told(this._server.proof(state.path));
    }
    if (round === this._round && this.state?.running) {
      this.state = { ...this.state, running: false };
    }
    this._starting = false;
    this._emit();
  }

  private _settle(state: ProofState): void {
    const hasEnded = this.state?.running === true && !state.running;
    this._starting = false;
    this.trouble = null;
    this.state = state;
    this._emit();
    if (hasEnded && !this._disposed) {
      this.ended.emit();
    }
  }

  /** The answer, or null where there is none: the reason is kept. */
  private async _told<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      this._emit();
      return null;
    }
  }

  private _emit(): void {
    if (!this._disposed) {
      this.changed.emit();
    }
  }

  private _wish: boolean | null = null;
  private _starting = false;
  private _disposed = false;
  private _round = 0;
}

/** The proofs of all open notebooks. */
export class Proofs<Review extends { readonly notebook: { readonly path: string } }> {
  constructor(
    private readonly _server: ProofServer,
    private readonly _save: (review: Review) => Promise<void>,
    /** Called when a clean run of a notebook has ended. */
    private readonly _ended: (review: Review) => void = () => undefined
  ) {}

  /** The proof of a notebook, made when it is first asked for. */
  of(review: Review): ProofModel {
    let proof = this._proofs.get(review);
    if (!proof) {
      proof = new ProofModel(review.notebook, this._server, () => this._save(review));
      proof.ended.connect(() => this._ended(review));
      this._proofs.set(review, proof);
    }
    return proof;
  }

  private readonly _proofs = new WeakMap<Review, ProofModel>();
}
