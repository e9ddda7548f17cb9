import React from 'react';
import { useSurroundings } from './hooks';
import { stateIcons } from './icons';
import { Message } from './message';
import type { Review } from './model';
import { cellWords, outcomeWords, testWords } from './projectwords';
import { asSentence } from './statewords';
import type { ProjectReport, ProjectState } from './wire';

interface Props {
  readonly review: Review;
  readonly report: ProjectReport;
  readonly state: ProjectState;
}

/** What a project came to: proven or not, where each cell went, and its tests. */
export function ProjectReportView({ review, report, state: { folder, edited, conflicts } }: Props): JSX.Element {
  const { actions, trans } = useSurroundings();
  const Icon = report.verified ? stateIcons.fresh : stateIcons.stale;
  const { folder: open } = actions.elsewhere;
  return (
    <div className="jp-quality-report" data-verified={report.verified}>
      <p role="status" className={report.verified ? 'jp-mod-fresh' : 'jp-mod-stale'}>
        <Icon.react tag="span" className="jp-quality-shape" /> <Message text={outcomeWords(trans, report)} />
      </p>
      <p>{testWords(trans, report)}</p>
      {conflicts.length > 0 && (
        <ul role="alert" aria-label={trans.__('To be settled by hand')}>
          {conflicts.map(({ path, reason }) => (
            <li key={path}>
              <code>{path}</code>: <Message text={asSentence(reason)} />
            </li>
          ))}
        </ul>
      )}
      {edited.length > 0 && (
        <p>
          {trans.__('Kept as you wrote it:')} <code>{edited.join(', ')}</code>
        </p>
      )}
      <p>
        {trans.__('It is in')} <code>{folder}/</code>{' '}
        {open && (
          <button className="jp-quality-link" onClick={() => open(folder)}>
            {trans.__('Open the folder')}
          </button>
        )}
      </p>
      <ul>
        {report.cells.map(cell => (
          <li key={cell.id} data-cell={cell.id}>
            <button className="jp-quality-link" onClick={() => actions.select(review, cell.id)}>
              {trans.__('Cell %1', cell.number)}
            </button>{' '}
            <Message text={cellWords(trans, report.package, cell)} />
          </li>
        ))}
      </ul>
      {report.tests.dropped.length > 0 && (
        <details>
          <summary>{trans._n('%1 function without a test', '%1 functions without a test', report.tests.dropped.length)}</summary>
          <ul>
            {report.tests.dropped.map(({ function: name, reason }) => (
              <li key={name}>
                <code>{name}</code> <Message text={asSentence(reason)} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
