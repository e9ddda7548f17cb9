import type { SentNotebook } from './sent';

/** An open notebook, as the models see it. */
export interface OpenNotebook {
  /** The path the server's contents manager knows. */
  readonly path: string;
  /** The kernel's language in lower case, or null where nobody has said. */
  readonly language: string | null;
  /** The id of the kernel that runs its cells, or null where none does. */
  readonly kernel: string | null;
  content(): SentNotebook;
  /** The content without outputs. */
  bareContent(): SentNotebook;
  /** The sources of all cells by id, in notebook order, as they stand now. */
  sources(): ReadonlyMap<string, string>;
}
