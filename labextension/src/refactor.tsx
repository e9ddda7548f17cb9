import React, { useEffect } from 'react';
import type { Advising } from './advising';
import type { Step } from './fixes';
import { keeping, useSignal, useStops, useSurroundings } from './hooks';
import { switched } from './liststate';
import { Message } from './message';
import type { Review } from './model';
import { NoAdvice } from './noadvice';
import { SuggestionCard } from './suggestioncard';
import { asSentence } from './statewords';
import { useAdvice } from './useadvice';
import type { Advice, Suggestion, Unmoved } from './wire';

/** A suggestion that was applied. */
interface Applied {
  readonly suggestion: Suggestion;
  readonly step: Step;
}

/** How many steps that cannot move are shown without being asked for. */
const FEW = 3;

const useApplied = keeping<Applied | null>(null);
const useOpen = keeping<ReadonlySet<string>>(new Set());
const useChosenOpen = keeping(true);

/** The tab Refactor: the moves that pay, each previewed, proven when that is wanted, and applied as one step. */
export function RefactorView({ review }: { readonly review: Review }): JSX.Element {
  const { moves, trans } = useSurroundings();
  const { advice } = useAdvice(review);
  useEffect(() => void moves.of(review).look(), [moves, review]);
  const [applied, setApplied] = useApplied(review);
  if (!advice || advice.trouble !== null) {
    return <NoAdvice review={review} />;
  }
  const { suggestions, unmoved } = advice;
  return (
    <div className="jp-quality-scroll">
      {review.chosen && <Chosen review={review} advising={review.chosen} done={setApplied} />}
      {applied?.step.isLast() && <Done review={review} applied={applied} forget={() => setApplied(null)} />}
      <p className={suggestions.length ? 'jp-quality-unseen' : 'jp-quality-calm'} role="status">
        {suggestions.length
          ? trans._n('%1 move would pay', '%1 moves would pay', suggestions.length)
          : trans.__('No move would pay just now.')}
      </p>
      <Cards review={review} advice={advice} done={setApplied} />
      {unmoved.length > 0 && <CannotMove review={review} unmoved={unmoved} />}
    </div>
  );
}

/** What the lines that the reader chose would make, or why they make nothing. */
function Chosen(props: { readonly review: Review; readonly advising: Advising; readonly done: (applied: Applied) => void }): JSX.Element {
  const { trans } = useSurroundings();
  const { review, advising, done } = props;
  useSignal(advising.changed);
  const [open, setOpen] = useChosenOpen(review);
  const stops = useStops<HTMLUListElement>();
  const { advice, refusal } = advising;
  const suggestion = advice?.suggestions[0];
  const why = advice?.trouble ?? advice?.unmoved[0]?.reason ?? refusal?.message ?? (advice ? null : trans.__('Looking…'));
  return (
    <section className="jp-quality-chosen" aria-label={trans.__('The lines you chose')}>
      <h3>
        {trans.__('The lines you chose')}
        <button className="jp-quality-link" onClick={() => review.choose(null)}>
          {trans.__('Close')}
        </button>
      </h3>
      {suggestion ? (
        <ul {...stops}>
          <SuggestionCard
            review={review}
            advising={advising}
            suggestion={suggestion}
            open={open}
            toggle={() => setOpen(!open)}
            done={(step, taken) => {
              review.choose(null);
              done({ suggestion: taken, step });
            }}
          />
        </ul>
      ) : (
        <p role="status">{why !== null && <Message text={asSentence(why)} />}</p>
      )}
    </section>
  );
}

/** What was done last, and the way back, as long as nothing was done in the notebook's history since. */
function Done(props: { readonly review: Review; readonly applied: Applied; readonly forget: () => void }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const { suggestion, step } = props.applied;
  const undo = (): void => {
    actions.undo(props.review, step);
    props.forget();
  };
  const files = suggestion.files.map(({ path }) => `\`${path}\``).join(', ');
  return (
    <div className="jp-quality-done" role="status">
      <p>
        {trans.__('Done:')} <Message text={suggestion.title} />. {files && <Message text={trans.__('%1 is new.', files)} />}
      </p>
      <button className="jp-quality-link" autoFocus title={trans.__('Takes back what was done in the notebook; a new file stays.')} onClick={undo}>
        {trans.__('Undo')}
      </button>
    </div>
  );
}

interface CardsProps {
  readonly review: Review;
  readonly advice: Advice;
  readonly done: (applied: Applied) => void;
}

function Cards({ review, advice, done }: CardsProps): JSX.Element {
  const [open, setOpen] = useOpen(review);
  const stops = useStops<HTMLOListElement>();
  return (
    <ol className="jp-quality-cards" {...stops}>
      {advice.suggestions.map(suggestion => (
        <SuggestionCard
          key={suggestion.id}
          review={review}
          advising={review.advising}
          suggestion={suggestion}
          open={open.has(suggestion.id)}
          toggle={() => setOpen(switched(open, suggestion.id))}
          done={(step, taken) => done({ suggestion: taken, step })}
        />
      ))}
    </ol>
  );
}

/** What is long enough to move and cannot, each with its reason. */
function CannotMove({ review, unmoved }: { readonly review: Review; readonly unmoved: readonly Unmoved[] }): JSX.Element {
  const { actions, trans } = useSurroundings();
  return (
    <details className="jp-quality-unmoved" open={unmoved.length <= FEW}>
      <summary>{trans._n('%1 thing cannot move, and why', '%1 things cannot move, and why', unmoved.length)}</summary>
      <ul>
        {unmoved.map(({ place, reason }, index) => (
          <li key={index}>
            <button className="jp-quality-link" onClick={() => actions.jump(review, place)}>
              {trans.__('Cell %1', place.cell)}
            </button>{' '}
            <Message text={asSentence(reason)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
