import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Advising } from './advising';
import { Folded } from './folded';
import type { OpenNotebook } from './opennotebook';
import { Refusal, Server } from './server';
import { States } from './states';
import type { Finding, Report, Selection, Status } from './wire';

/** What is known of one open notebook: its last report, and whether that still holds. */
export class Review implements IDisposable {
  constructor(
    readonly notebook: OpenNotebook,
    private readonly _server: Server
  ) {
    this.states = new States(notebook, _server);
    this.advising = new Advising(notebook, _server);
  }

  readonly changed = new Signal<this, void>(this);

  /** What the runs of its cells say. */
  readonly states: States;

  /** What would pay to move in it. */
  readonly advising: Advising;

  /** What the lines that the reader chose last would make. */
  get chosen(): Advising | null {
    return this._chosen;
  }

  /** Look what lines would make; null to look no longer. */
  choose(selection: Selection | null): void {
    this._chosen?.dispose();
    this._chosen = selection && new Advising(this.notebook, this._server, selection);
    this._chosen?.changed.connect(() => this.changed.emit());
    void this._chosen?.look();
    this.changed.emit();
  }

  report: Report | null = null;
  checkedAt: number | null = null;
  refusal: Refusal | null = null;
  /** The cells whose text is no longer what was checked, as of the last look. */
  edited: ReadonlySet<string> = new Set();
  /** Set after an edit of ours, until the next save: the reader wants to see at once what it, or its undo, did. */
  lively = false;

  get isDisposed(): boolean {
    return this._disposed;
  }

  get checking(): boolean {
    return this._rounds.running !== null;
  }

  dispose(): void {
    this._disposed = true;
    this._rounds.stop();
    this.states.dispose();
    this.advising.dispose();
    this._chosen?.dispose();
    Signal.clearData(this);
  }

  /** Check the notebook as it stands now. Calls while a check runs fold into one more check. */
  check(): Promise<void> {
    return this._rounds.ask();
  }

  /** Check only if the notebook is not as it was sent last. */
  refresh(): Promise<void> {
    return this._body() === this._sent ? Promise.resolve() : this.check();
  }

  /** Look which cells were edited since they were checked. */
  look(): void {
    this.advising.notice();
    this._chosen?.notice();
    const now = this.notebook.sources();
    const edited = new Set([...this._checked].filter(([id, source]) => now.get(id) !== source).map(([id]) => id));
    if (edited.size !== this.edited.size || [...edited].some(id => !this.edited.has(id))) {
      this.edited = edited;
      this.changed.emit();
    }
  }

  /** Whether a finding still speaks of the text it was found in, as of the last look. */
  isLive(finding: Finding): boolean {
    return !(finding.place && this.edited.has(finding.place.cell_id));
  }

  /** The source of a cell as it was checked. */
  checked(cellId: string): string | undefined {
    return this._checked.get(cellId);
  }

  private async _round(): Promise<void> {
    const { path, language } = this.notebook;
    if (language !== null && language !== 'python') {
      this._settle(null, null);
      return;
    }
    const content = this.notebook.content();
    const body = JSON.stringify({ path, notebook: content });
    this._sent = body;
    try {
      const report = await this._server.check(body);
      if (this._disposed || this._rounds.isWanted || path !== this.notebook.path) {
        return;
      }
      this._checked = new Map(content.cells.map(cell => [cell.id, cell.source]));
      this.checkedAt = Date.now();
      this.edited = new Set();
      this._settle({ ...report, findings: sameWherePossible(this.report?.findings ?? [], report.findings) }, null);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      if (error.kind === 'overtaken') {
        this._rounds.again();
      } else {
        this._settle(this.report, error);
      }
    }
  }

  private _settle(report: Report | null, refusal: Refusal | null): void {
    this.report = report;
    this.refusal = refusal;
    if (!this._disposed) {
      this.changed.emit();
      this.look();
    }
  }

  private _body(): string {
    return JSON.stringify({ path: this.notebook.path, notebook: this.notebook.content() });
  }

  private _chosen: Advising | null = null;
  private readonly _rounds = new Folded(() => this._round());
  private _disposed = false;
  private _sent = '';
  private _checked: ReadonlyMap<string, string> = new Map();
}

/** A wish to see one finding in the panel, opened at its fix or its page. */
export interface Wish {
  readonly key: string;
  readonly open: 'why' | 'fix' | null;
}

/** The reviews of all open notebooks, the current one, and what is known of the server. */
export class QualityModel {
  constructor(readonly server: Server) {}

  readonly changed = new Signal<this, void>(this);
  readonly currentChanged = new Signal<this, Review | null>(this);
  readonly wished = new Signal<this, void>(this);

  status: Status | Refusal | null = null;

  get current(): Review | null {
    return this._current;
  }

  set current(review: Review | null) {
    if (review !== this._current) {
      this._current = review;
      this.currentChanged.emit(review);
      this.changed.emit();
    }
  }

  /** Ask for a finding to be shown, by whoever shows findings now or next. */
  wish(wish: Wish): void {
    this._wish = wish;
    this.wished.emit();
  }

  /** The wish nobody has met yet; it is met by asking. */
  takeWish(): Wish | null {
    const wish = this._wish;
    this._wish = null;
    return wish;
  }

  get reviews(): Iterable<Review> {
    return this._reviews;
  }

  open(notebook: OpenNotebook): Review {
    const review = new Review(notebook, this.server);
    this._reviews.add(review);
    review.changed.connect(() => this.changed.emit());
    review.states.changed.connect(() => this.changed.emit());
    review.advising.changed.connect(() => this.changed.emit());
    return review;
  }

  close(review: Review): void {
    this._reviews.delete(review);
    review.dispose();
    if (this._current === review) {
      this.current = null;
    }
  }

  async greet(): Promise<void> {
    try {
      this.status = await this.server.status();
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this.status = error;
    }
    this.changed.emit();
  }

  private _current: Review | null = null;
  private _wish: Wish | null = null;
  private readonly _reviews = new Set<Review>();
}

/** The new findings, with the old object where nothing changed, so that its row is not drawn again. */
function sameWherePossible(old: readonly Finding[], now: readonly Finding[]): Finding[] {
  const known = new Map(old.map(finding => [JSON.stringify(finding), finding]));
  return now.map(finding => known.get(JSON.stringify(finding)) ?? finding);
}
