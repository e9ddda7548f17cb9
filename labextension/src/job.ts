import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/** How far the server is with something that takes a while, and what the last one came to. */
export interface JobState {
  readonly path: string;
  readonly running: boolean;
}

/** What is asked of the server about one kind of job; `what` says what to do beside the path. */
export interface JobServer<State extends JobState, What extends object = object> {
  start(path: string, what: What): Promise<State>;
  state(path: string): Promise<State>;
  cancel(path: string): Promise<void>;
}

/** What is done around a job. */
export interface Around {
  /** Before it starts: what runs is what is stored. */
  before(): Promise<void>;
  /** After it ended. */
  after(): void;
}

/** How long to wait before the server is asked again how far a job is, in milliseconds. */
const PAUSE = 400;

const waited = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** A job for one open notebook: started, followed, cancelled; and what the last one came to. */
export class Job<State extends JobState, What extends object = object> implements IDisposable {
  constructor(
    protected readonly notebook: { readonly path: string },
    private readonly _server: JobServer<State, What>,
    private readonly _around: Around,
    private readonly _pause: (milliseconds: number) => Promise<void> = waited
  ) {}

  readonly changed = new Signal<this, void>(this);

  /** What the server said last; null before. */
  state: State | null = null;
  /** Why it could not be asked the last time. */
  trouble: string | null = null;

  get isDisposed(): boolean {
    return this._disposed;
  }

  /** Whether a job is under way, or about to be. */
  get running(): boolean {
    return this._starting || this.state?.running === true;
  }

  dispose(): void {
    this._disposed = true;
    Signal.clearData(this);
  }

  /** Ask what the last job came to, and follow one that is under way. */
  look(): Promise<void> {
    return this.running ? Promise.resolve() : this.follow(() => this._server.state(this.notebook.path));
  }

  /** Start a job; the promise holds until it has ended. */
  start(what: What): Promise<void> {
    return this.begin(path => this._server.start(path, what));
  }

  /** End the job that is under way; one that is about to start ends as soon as it has. */
  async cancel(): Promise<void> {
    this._unwanted = this._starting;
    if (!this._starting && this.state) {
      await this._told(this._server.cancel(this.state.path));
    }
  }

  /** Start a job with a request of its own. */
  protected async begin(ask: (path: string) => Promise<State>): Promise<void> {
    if (this.running) {
      return;
    }
    this._starting = true;
    this._unwanted = false;
    this.trouble = null;
    this.changed.emit();
    await this.follow(async () => {
      await this._around.before();
      const state = await ask(this.notebook.path);
      if (this._unwanted) {
        await this._server.cancel(state.path);
      }
      return state;
    });
  }

  /** Take a first answer, and ask again until the job has ended. */
  protected async follow(first: () => Promise<State>): Promise<void> {
    const round = ++this._round;
    let state = await this._told(first());
    while (state && round === this._round && !this._disposed) {
      this._settle(state);
      if (!state.running) {
        return;
      }
      await this._pause(PAUSE);
      state = await this._told(this._server.state(state.path));
    }
    if (round === this._round && this.state?.running) {
      this.state = { ...this.state, running: false };
    }
    this._starting = false;
    this.emit();
  }

  private _settle(state: State): void {
    const hasEnded = this.running && !state.running;
    this._starting = false;
    this.trouble = null;
    this.state = state;
    this.emit();
    if (hasEnded && !this._disposed) {
      this._around.after();
    }
  }

  /** The answer, or null where there is none: the reason is kept. */
  private async _told<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      this.emit();
      return null;
    }
  }

  protected emit(): void {
    if (!this._disposed) {
      this.changed.emit();
    }
  }

  private _starting = false;
  private _unwanted = false;
  private _disposed = false;
  private _round = 0;
}

/** The jobs of one kind, of all open notebooks. */
export class Jobs<Review extends object, One> {
  constructor(private readonly _make: (review: Review) => One) {}

  /** The job of a notebook, made when it is first asked for. */
  of(review: Review): One {
    let job = this._jobs.get(review);
    if (!job) {
      job = this._make(review);
      this._jobs.set(review, job);
    }
    return job;
  }

  private readonly _jobs = new WeakMap<Review, One>();
}
