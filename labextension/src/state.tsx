import React from 'react';
import { CellSentence } from './cellsentence';
import { DataLook } from './datalook';
import { HiddenNames } from './hiddennames';
import { useSignal, useSurroundings } from './hooks';
import { stateIcons } from './icons';
import type { Review } from './model';
import { ProofSection } from './proof';
import { RunStale } from './runstale';
import { StateMap } from './statemap';
import { stateRows, STATES, tally } from './staterows';
import { stateCountWords, stateMeaning } from './statewords';
import type { NotebookState } from './wire';

/** The tab State: which cells show what a clean run would give, who feeds whom, and what only the kernel knows. */
export function StateView({ review }: { readonly review: Review }): JSX.Element {
  const { states } = review;
  useSignal(states.changed);
  useSignal(review.changed);
  const { answer } = states;
  if (!answer?.cells.length) {
    return (
      <>
        <Nothing review={review} />
        <DataLook review={review} />
        <ProofSection review={review} />
      </>
    );
  }
  const rows = stateRows(answer, review.report?.cells ?? []);
  return (
    <>
      <Tally answer={answer} />
      <StateMap review={review} rows={rows} />
      <div className="jp-quality-below">
        <CellSentence review={review} rows={rows} />
        <HiddenNames review={review} names={answer.hidden_names} />
        <RunStale review={review} rows={rows} ids={answer.to_run} />
        <DataLook review={review} />
        <ProofSection review={review} />
      </div>
    </>
  );
}

/** Nothing to show: the first answer is on its way, it is switched off, or something is missing. */
function Nothing({ review }: { readonly review: Review }): JSX.Element {
  const { actions, trans } = useSurroundings();
  if (!actions.wantsStates()) {
    return (
      <p className="jp-quality-calm">
        {trans.__('Looking for stale cells is switched off.')}{' '}
        {actions.elsewhere.settings && (
          <button className="jp-quality-link" onClick={actions.elsewhere.settings}>
            {trans.__('Settings')}
          </button>
        )}
      </p>
    );
  }
  if (review.states.refusal) {
    return <p className="jp-quality-calm">{trans.__('What is stale cannot be said just now: %1.', review.states.refusal.message)}</p>;
  }
  return (
    <p className="jp-quality-calm">
      {review.states.answer
        ? trans.__('There are no code cells yet.')
        : trans.__('Each cell that runs from now on is compared with what a clean run would give.')}
    </p>
  );
}

/** How many cells are in which state, as shapes and words. */
function Tally({ answer }: { readonly answer: NotebookState }): JSX.Element {
  const { trans } = useSurroundings();
  const found = tally(answer.cells);
  return (
    <div className="jp-quality-counts" role="status">
      {STATES.filter(state => found[state] > 0).map(state => {
        const Icon = stateIcons[state];
        return (
          <span key={state} className={`jp-quality-count jp-mod-${state}`} title={stateMeaning(trans, state)}>
            <Icon.react tag="span" className="jp-quality-shape" />
            {stateCountWords(trans, state, found[state])}
          </span>
        );
      })}
    </div>
  );
}
