import { PathExt } from '@jupyterlab/coreutils';
import React, { useEffect, useRef } from 'react';
import { keeping, useSignal, useSurroundings } from './hooks';
import type { Review } from './model';
import { ProjectReportView } from './projectreport';
import { Running } from './running';
import { asSentence } from './statewords';

/** Whether the reader is about to make a project, and the name that it is to have; null for the one that is suggested. */
interface Making {
  readonly open: boolean;
  readonly name: string | null;
}

export const useMaking = keeping<Making>({ open: false, name: null });

/** Make a project of the notebook: first where it goes, then how far it is, then what came of it. */
export function MakeProject({ review, suggested }: { readonly review: Review; readonly suggested: string }): JSX.Element {
  const { projects, trans } = useSurroundings();
  const job = projects.of(review);
  useSignal(job.changed);
  useEffect(() => void job.look(), [job]);
  const [making, setMaking] = useMaking(review);
  const { state } = job;
  const trouble = job.trouble ?? state?.trouble ?? null;
  if (job.running) {
    const words = state?.running && state.doing ? asSentence(state.doing) : trans.__('Starting a kernel…');
    return (
      <section className="jp-quality-project" aria-label={trans.__('Project')}>
        <Running label={trans.__('Project')} words={words} done={state?.done ?? 0} of={state?.of ?? 0} cancel={() => void job.cancel()} />
      </section>
    );
  }
  return (
    <section className="jp-quality-project" aria-label={trans.__('Project')}>
      <button
        className="jp-mod-styled jp-quality-button"
        aria-expanded={making.open}
        onClick={() => setMaking({ ...making, open: !making.open })}
      >
        {trans.__('Make a project…')}
      </button>
      {making.open && <Form review={review} name={making.name ?? suggested} />}
      {trouble !== null && <p role="alert">{asSentence(trouble)}</p>}
      {trouble === null && state?.report && <ProjectReportView review={review} report={state.report} state={state} />}
    </section>
  );
}

/** The name of the package and the folder it goes to, shown before anything starts. */
function Form({ review, name }: { readonly review: Review; readonly name: string }): JSX.Element {
  const { projects, trans } = useSurroundings();
  const [, setMaking] = useMaking(review);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.form?.scrollIntoView({ block: 'nearest' });
    field.current?.focus({ preventScroll: true });
  }, []);
  const start = (event: React.FormEvent): void => {
    event.preventDefault();
    setMaking({ open: false, name });
    void projects.of(review).start({ package: name.trim(), update: false });
  };
  return (
    <form className="jp-quality-part" onSubmit={start}>
      <label>
        {trans.__('Package')}{' '}
        <input
          ref={field}
          className="jp-mod-styled"
          spellCheck={false}
          required
          value={name}
          onChange={event => setMaking({ open: true, name: event.target.value })}
        />
      </label>
      <p>
        {trans.__('New folder:')} <code>{PathExt.join(PathExt.dirname(review.notebook.path), name.trim(), '/')}</code>
      </p>
      <p className="jp-quality-quiet">
        {trans.__('The notebook is saved; then it and the package run in fresh kernels and are compared. The notebook stays as it is.')}
      </p>
      <div className="jp-quality-buttons">
        <button type="submit" className="jp-mod-styled jp-mod-accept jp-quality-button">
          {trans.__('Make it')}
        </button>
        <button type="button" className="jp-mod-styled jp-quality-button" onClick={() => setMaking({ open: false, name })}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
