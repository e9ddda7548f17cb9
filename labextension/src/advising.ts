import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Folded } from './folded';
import type { OpenNotebook } from './opennotebook';
import { Refusal, Server } from './server';
import type { Advice, Selection, Suggestion } from './wire';

/** The user's own names: id of a suggestion → name as it was suggested → the user's. */
export type Names = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What would pay to move in one open notebook, and what stands between it and production; or what chosen lines would make. */
export class Advising implements IDisposable {
  constructor(
    private readonly _notebook: OpenNotebook,
    private readonly _server: Server,
    /** The lines that are to be made a function; null where the whole notebook is looked at. */
    readonly selection: Selection | null = null
  ) {}

  readonly changed = new Signal<this, void>(this);

  advice: Advice | null = null;
  refusal: Refusal | null = null;
  /** The names that the advice is written with. */
  names: Names = {};
  /** The name that was to be changed last and could not be, in which suggestion, and why. */
  refusedName: { readonly id: string; readonly name: string; readonly message: string } | null = null;

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    this._disposed = true;
    this._rounds.stop();
    Signal.clearData(this);
  }

  /** Whether the cells are still those that the advice is about. */
  get isLive(): boolean {
    return this.advice !== null && this.cells() === this._advised;
  }

  /** The cells as they stand now, in a form that is equal where they are. */
  cells(): string {
    return JSON.stringify([...this._notebook.sources()]);
  }

  /** Settled when nothing is being asked. */
  get settled(): Promise<void> {
    return this._rounds.running ?? Promise.resolve();
  }

  /** A suggestion as it was answered last; undefined where it is no more, or its new name was refused. */
  suggestion(id: string): Suggestion | undefined {
    return this.refusedName?.id === id ? undefined : this.advice?.suggestions.find(each => each.id === id);
  }

  /** Look whether the cells were edited since. */
  notice(): void {
    if (this.isLive !== this._wasLive) {
      this._settle(this.advice, this.refusal);
    }
  }

  /** Ask only if the notebook is not as it was sent last. */
  look(): Promise<void> {
    return this._body() === this._asked ? Promise.resolve() : this.refresh();
  }

  /** Ask again: something beside the cells changed. Calls while the server is being asked fold into one more. */
  refresh(): Promise<void> {
    return this._rounds.ask();
  }

  /** Take a name of the user's own in a suggestion; where it cannot be taken, `refusedName` says why and the old one stays. */
  rename(id: string, name: string, own: string): Promise<void> {
    this._wished = { ...this._wished, [id]: { ...this._wished[id], [name]: own } };
    this._renaming = { id, name };
    return this.refresh();
  }

  private async _round(): Promise<void> {
    const { path, language } = this._notebook;
    if (language !== null && language !== 'python') {
      this._settle(null, null);
      return;
    }
    const cells = this.cells();
    const names = this._wished;
    this._asked = this._body();
    try {
      const advice = await this._server.advise(this._asked);
      if (this._disposed || this._rounds.isWanted || path !== this._notebook.path) {
        return;
      }
      this._advised = cells;
      this.names = names;
      this.refusedName = null;
      this._settle(advice, null);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      if (error.kind === 'overtaken') {
        this._rounds.again();
      } else if (error.kind !== 'failed' || names !== this._wished || !Object.keys(names).length) {
        this._settle(this.advice, error);
      } else {
        this._nameRefused(error.message);
      }
    }
  }

  /** Go back to the names that were good; to none, where these are no longer. */
  private _nameRefused(message: string): void {
    this.refusedName = { ...this._renaming, message };
    if (this._wished === this.names) {
      this._wished = {};
      this._rounds.again();
    } else {
      this._wished = this.names;
    }
    this._settle(this.advice, null);
  }

  private _settle(advice: Advice | null, refusal: Refusal | null): void {
    this.advice = advice;
    this.refusal = refusal;
    this._wasLive = this.isLive;
    if (!this._disposed) {
      this.changed.emit();
    }
  }

  private _body(): string {
    return JSON.stringify({ path: this._notebook.path, notebook: this._notebook.content(), names: this._wished, selection: this.selection });
  }

  private _wished: Names = this.names;
  private _renaming = { id: '', name: '' };
  private readonly _rounds = new Folded(() => this._round());
  private _disposed = false;
  private _asked = '';
  private _advised = '';
  private _wasLive = false;
}
