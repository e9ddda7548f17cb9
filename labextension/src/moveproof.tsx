import React from 'react';
import type { Advising } from './advising';
import { keeping, useSignal, useSurroundings } from './hooks';
import { stateIcons } from './icons';
import type { Job } from './job';
import { Message } from './message';
import type { Review } from './model';
import { Running } from './running';
import { asSentence } from './statewords';
import type { MoveRequest, MoveState } from './wire';

/** The proof of one suggestion, as far as it is about the cells and the names of now. */
export interface ProofOfMove {
  readonly job: Job<MoveState, Omit<MoveRequest, 'path'>>;
  /** Whether a proof of any suggestion for this notebook is under way. */
  readonly busy: boolean;
  /** Whether it is under way for this one. */
  readonly running: boolean;
  /** What it came to; null where nothing that still holds is known. */
  readonly result: MoveState | null;
  readonly trouble: string | null;
  readonly start: () => void;
}

/** What the last proof of a notebook was started for. */
const useSubject = keeping('');

export function useMoveProof(review: Review, advising: Advising, id: string): ProofOfMove {
  const { moves } = useSurroundings();
  const job = moves.of(review);
  useSignal(job.changed);
  const [subject, setSubject] = useSubject(review);
  const holds = subject === subjectOf(advising, id);
  const start = async (): Promise<void> => {
    await advising.settled;
    setSubject(subjectOf(advising, id));
    await job.start({ suggestion: id, notebook: review.notebook.content(), names: advising.names[id] ?? null, selection: advising.selection });
  };
  return {
    job,
    busy: job.running,
    running: job.running && (job.state?.running ? job.state.suggestion === id : holds),
    result: holds && !job.running ? job.state : null,
    trouble: holds && !job.running ? job.trouble ?? job.state?.trouble ?? null : null,
    start: () => void start()
  };
}

/** A suggestion with its names, and the cells as they stand. */
function subjectOf(advising: Advising, id: string): string {
  return JSON.stringify([id, advising.names[id] ?? {}, advising.cells()]);
}

/** How far the proof of a suggestion is, or what it came to. */
export function MoveProof({ proof }: { readonly proof: ProofOfMove }): JSX.Element {
  const { trans } = useSurroundings();
  const { job, result, trouble } = proof;
  if (proof.running) {
    const words = job.state?.running && job.state.doing ? asSentence(job.state.doing) : trans.__('Starting a kernel…');
    return <Running label={trans.__('Proof')} words={words} done={job.state?.done ?? 0} of={job.state?.of ?? 0} cancel={() => void job.cancel()} />;
  }
  const Icon = result?.same ? stateIcons.fresh : stateIcons.stale;
  return (
    <p role="status" className={result?.same ? 'jp-mod-fresh' : 'jp-mod-stale'} data-same={result?.same ?? undefined}>
      {trouble !== null && <Message text={asSentence(trouble)} />}
      {trouble === null && result && result.same !== null && (
        <>
          <Icon.react tag="span" className="jp-quality-shape" />{' '}
          {result.same ? trans.__('Proven: it gives the same.') : trans.__('It does not give the same.')}{' '}
          {result.reason && <Message text={asSentence(result.reason)} />}
        </>
      )}
    </p>
  );
}
