import type { Advice, NotebookState, Recorder, Report, RulePage, Status } from './wire';

/** Why the server gave no answer. */
export class Refusal extends Error {
  constructor(
    readonly kind: 'missing' | 'forbidden' | 'overtaken' | 'unreachable' | 'failed',
    message: string
  ) {
    super(message);
  }
}

/** What the models ask of the server. */
export interface Server {
  status(): Promise<Status>;
  /** `body` is the JSON text of {path, notebook}. */
  check(body: string): Promise<Report>;
  /** `body` is the JSON text of a StateRequest. */
  state(body: string): Promise<NotebookState>;
  /** `body` is the JSON text of a RefactorRequest. */
  advise(body: string): Promise<Advice>;
  /** What records runs in a kernel in whose environment the package is not installed. */
  recorder(): Promise<Recorder>;
  rule(name: string): Promise<RulePage>;
  allow(path: string, rule: string): Promise<{ file: string }>;
}
