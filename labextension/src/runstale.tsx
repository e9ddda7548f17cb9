import React, { useEffect, useRef, useState } from 'react';
import { useSurroundings } from './hooks';
import { stateIcons } from './icons';
import type { Review } from './model';
import { StateRow } from './staterows';
import { runWords, stateWord } from './statewords';

interface Props {
  readonly review: Review;
  readonly rows: readonly StateRow[];
  /** The cells to run, in notebook order. */
  readonly ids: readonly string[];
}

/** Run what is stale: first which cells, then the runs themselves. */
export function RunStale({ review, rows, ids }: Props): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  const [open, setOpen] = useState(false);
  const [running, setRunning] = useState(false);
  const preview = useRef<HTMLDivElement>(null);
  useEffect(() => {
    preview.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const chosen = rows.filter(({ cell }) => ids.includes(cell.id));
  if (!chosen.length && !running) {
    return null;
  }
  const run = (): void => {
    setOpen(false);
    setRunning(true);
    void actions.run(review, ids).finally(() => setRunning(false));
  };
  const words = runWords(
    trans,
    chosen.map(({ cell }) => cell)
  );
  return (
    <section className="jp-quality-run">
      <button className="jp-mod-styled jp-quality-button" aria-expanded={open} disabled={running} onClick={() => setOpen(!open)}>
        {running ? trans.__('Running…') : words}
      </button>
      {open && (
        <div ref={preview} className="jp-quality-part">
          <p>{trans.__('These run, one after the other; an error stops the rest.')}</p>
          <ol>
            {chosen.map(row => (
              <Chosen key={row.cell.id} row={row} />
            ))}
          </ol>
          <div className="jp-quality-buttons">
            <button className="jp-mod-styled jp-mod-accept jp-quality-button" onClick={run}>
              {trans.__('Run')}
            </button>
            <button className="jp-mod-styled jp-quality-button" onClick={() => setOpen(false)}>
              {trans.__('Cancel')}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

function Chosen({ row: { cell, label } }: { readonly row: StateRow }): JSX.Element {
  const { trans } = useSurroundings();
  const Icon = stateIcons[cell.state];
  return (
    <li className={`jp-mod-${cell.state}`}>
      <Icon.react tag="span" className="jp-quality-shape" title={stateWord(trans, cell.state)} />
      {trans.__('Cell %1', cell.number)}
      {label && <span className="jp-quality-quiet"> · {label}</span>}
    </li>
  );
}
