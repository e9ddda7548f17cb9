import React from 'react';
import { useSurroundings } from './hooks';
import { standingIcons } from './icons';
import { rows } from './listing';
import { MakeProject, useMaking } from './makeproject';
import { Message } from './message';
import type { Review } from './model';
import { NoAdvice } from './noadvice';
import { standingWord } from './projectwords';
import { useAdvice } from './useadvice';
import type { Line, NextStep } from './wire';

/** The tab Project: what stands between this notebook and production, and the way to make it a project. */
export function ProjectView({ review }: { readonly review: Review }): JSX.Element {
  const { trans } = useSurroundings();
  const { advice } = useAdvice(review);
  if (!advice || advice.trouble !== null) {
    return <NoAdvice review={review} />;
  }
  const { checklist } = advice;
  const done = checklist.filter(({ standing }) => standing === 'done').length;
  return (
    <div className="jp-quality-scroll">
      <p className="jp-quality-quiet" role="status">
        {trans.__('%1 of %2 done', done, checklist.length)}
      </p>
      <ul>
        {checklist.map(line => (
          <ChecklistLine key={line.name} review={review} line={line} />
        ))}
      </ul>
      <MakeProject review={review} suggested={advice.package} />
    </div>
  );
}

function ChecklistLine({ review, line }: { readonly review: Review; readonly line: Line }): JSX.Element {
  const { trans } = useSurroundings();
  const { name, standing, sentence, step } = line;
  const follow = useStep(review);
  const Icon = standingIcons[standing];
  return (
    <li className={`jp-quality-row jp-mod-${standing}`} data-line={name} data-standing={standing}>
      <Icon.react tag="span" className="jp-quality-shape" />
      <div className="jp-quality-text">
        <div>
          <strong>{name}</strong> <span className="jp-quality-word">{standingWord(trans, standing)}</span>
        </div>
        <p className="jp-quality-quiet">
          <Message text={sentence} />
        </p>
        {step && (
          <button className="jp-quality-link" onClick={() => follow(step)}>
            {step.label}
          </button>
        )}
      </div>
    </li>
  );
}

/** What a next step does: turn to a tab, show the first finding of a rule, start a clean run, begin a project, or make it again. */
function useStep(review: Review): (step: NextStep) => void {
  const { model, proofs, projects, show } = useSurroundings();
  const [making, setMaking] = useMaking(review);
  return ({ leads, to }) => {
    if (leads === 'tab') {
      show(to);
    } else if (leads === 'rule') {
      const row = review.report && rows(review.report).find(({ finding }) => finding.rule === to);
      show('problems');
      if (row) {
        model.wish({ key: row.key, open: row.finding.fix ? 'fix' : 'why' });
      }
    } else if (to === 'prove') {
      show('state');
      void proofs.of(review).start({});
    } else if (to === 'update') {
      void projects.of(review).start({ package: review.advising.advice?.package ?? null, update: true });
    } else {
      setMaking({ ...making, open: true });
    }
  };
}
