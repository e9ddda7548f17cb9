import React from 'react';
import { neighbours } from './flow';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import { StateRow } from './staterows';
import { whySentences } from './statewords';
import type { CellState } from './wire';

/** What is to be said of the cell the reader is in; of the first stale one where that is none of these. */
export function CellSentence({ review, rows }: { readonly review: Review; readonly rows: readonly StateRow[] }): JSX.Element | null {
  const { trans } = useSurroundings();
  const { selected } = review.states;
  const row = rows.find(({ cell }) => cell.id === selected) ?? rows.find(({ cell }) => cell.state === 'stale');
  if (!row) {
    return null;
  }
  const { cell, label } = row;
  const { before, after } = neighbours(
    rows.map(each => each.cell),
    cell.id
  );
  return (
    <section className="jp-quality-sentence" aria-live="polite">
      <h3>
        {trans.__('Cell %1', cell.number)}
        {label && <span className="jp-quality-quiet"> · {label}</span>}
      </h3>
      {whySentences(trans, cell).map((sentence, index) => (
        <p key={index}>
          <Message text={sentence} />
        </p>
      ))}
      <Compared review={review} cell={cell} />
      <p className="jp-quality-quiet">
        <Links review={review} words={trans.__('Uses')} cells={before} />
        {before.length > 0 && after.length > 0 && ' · '}
        <Links review={review} words={trans.__('Feeds')} cells={after} />
      </p>
    </section>
  );
}

/** What is shown beside what a clean run gives, where both are known and differ. */
function Compared({ review, cell }: { readonly review: Review; readonly cell: CellState }): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  const clean = cell.clean_run === null ? null : review.states.outputs.shown(cell.clean_run);
  const shown = actions.shown(review, cell.id);
  if (clean === null || shown === null || clean === shown) {
    return null;
  }
  return (
    <div className="jp-quality-examples">
      <figure className="jp-quality-example">
        <figcaption className="jp-quality-quiet">{trans.__('Shown')}</figcaption>
        <pre>{shown || trans.__('nothing')}</pre>
      </figure>
      <figure className="jp-quality-example">
        <figcaption className="jp-quality-quiet">{trans.__('A clean run gives')}</figcaption>
        <pre>{clean || trans.__('nothing')}</pre>
      </figure>
    </div>
  );
}

function Links(props: { readonly review: Review; readonly words: string; readonly cells: readonly CellState[] }): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  if (!props.cells.length) {
    return null;
  }
  return (
    <>
      {props.words}{' '}
      {props.cells.map(({ id, number }, index) => (
        <React.Fragment key={id}>
          {index > 0 && ', '}
          <button className="jp-quality-link" aria-label={trans.__('Cell %1', number)} onClick={() => actions.select(props.review, id)}>
            {number}
          </button>
        </React.Fragment>
      ))}
    </>
  );
}
