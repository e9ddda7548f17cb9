import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Folded } from './folded';
import type { OpenNotebook } from './opennotebook';
import { OutputMemory } from './outputmemory';
import { Refusal, Server } from './server';
import type { CellState, NotebookState } from './wire';

/** A run as the recorder in the kernel tells it; all of it but these two goes to the server unread. */
export interface Run {
  readonly id: string;
  readonly cell_id: string | null;
}

/** How many records wait for a server that does not answer. */
const MOST = 2_000;

/** Whether what one open notebook shows is what a clean run would give, cell by cell. */
export class States implements IDisposable {
  constructor(
    private readonly _notebook: OpenNotebook,
    private readonly _server: Server
  ) {}

  readonly changed = new Signal<this, void>(this);
  readonly outputs = new OutputMemory();

  answer: NotebookState | null = null;
  refusal: Refusal | null = null;

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    this._disposed = true;
    this._rounds.stop();
    Signal.clearData(this);
  }

  /** How many cells are stale. */
  get stale(): number {
    return this.answer?.cells.filter(({ state }) => state === 'stale').length ?? 0;
  }

  /** The cell the reader is in. */
  get selected(): string | null {
    return this._selected;
  }

  set selected(cellId: string | null) {
    if (cellId !== this._selected) {
      this._selected = cellId;
      this.changed.emit();
    }
  }

  of(cellId: string | null): CellState | undefined {
    return this.answer?.cells.find(({ id }) => id === cellId);
  }

  /** The kernel told of runs; some of them may have been told before. */
  hear(runs: readonly Run[]): Promise<void> {
    for (const run of runs) {
      if (!this._sent.has(run.id)) {
        this._waiting.set(run.id, run);
        this.outputs.began(run.id, run.cell_id ?? '');
      }
    }
    for (const id of [...this._waiting.keys()].slice(0, -MOST)) {
      this._waiting.delete(id);
    }
    return this.refresh();
  }

  /** Ask again. Calls while the server is being asked fold into one more. */
  refresh(): Promise<void> {
    return this._rounds.ask();
  }

  /** Ask again only if cells were edited, moved, added or deleted since. */
  look(): Promise<void> {
    return this._cells() === this._asked ? Promise.resolve() : this.refresh();
  }

  /** Forget the answer: nobody wants to see it any more. */
  clear(): void {
    this._settle(null, null);
  }

  private async _round(): Promise<void> {
    const { path, language, kernel } = this._notebook;
    if (language !== null && language !== 'python') {
      this._settle(null, null);
      return;
    }
    const runs = [...this._waiting.values()];
    this._asked = this._cells();
    try {
      const answer = await this._server.state(JSON.stringify({ path, notebook: this._notebook.bareContent(), runs, kernel }));
      runs.forEach(run => this._arrived(run));
      if (path !== this._notebook.path || this._cells() !== this._asked) {
        this._rounds.again();
      } else {
        this._settle(answer, null);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this._settle(this.answer, error);
    }
  }

  private _arrived({ id }: Run): void {
    this._waiting.delete(id);
    this._sent.add(id);
  }

  private _settle(answer: NotebookState | null, refusal: Refusal | null): void {
    this.answer = answer;
    this.refusal = refusal;
    if (!this._disposed) {
      this.changed.emit();
    }
  }

  private _cells(): string {
    return JSON.stringify([...this._notebook.sources()]);
  }

  private _selected: string | null = null;
  private readonly _rounds = new Folded(() => this._round());
  private _disposed = false;
  private _asked = '';
  private readonly _waiting = new Map<string, Run>();
  private readonly _sent = new Set<string>();
}
