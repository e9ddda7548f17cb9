/** Work that is asked for again and again: calls while it is under way fold into one more round. */
export class Folded {
  constructor(private readonly _round: () => Promise<void>) {}

  /** The work under way; null where there is none. */
  get running(): Promise<void> | null {
    return this._running;
  }

  /** Whether another round is wanted after this one. */
  get isWanted(): boolean {
    return this._again;
  }

  /** Have one more round, now or after the one under way; the promise holds until nothing more is wanted. */
  ask(): Promise<void> {
    this._again = true;
    this._running ??= this._rounds().finally(() => {
      this._running = null;
    });
    return this._running;
  }

  /** Have one more round after the one under way; to be called in a round. */
  again(): void {
    this._again = true;
  }

  /** Have no further round. */
  stop(): void {
    this._stopped = true;
  }

  private async _rounds(): Promise<void> {
    while (this._again && !this._stopped) {
      this._again = false;
      await this._round();
    }
  }

  private _running: Promise<void> | null = null;
  private _again = false;
  private _stopped = false;
}
