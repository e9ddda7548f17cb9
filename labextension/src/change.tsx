import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { difference } from './difference';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { CellChange } from './sketch';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** What would change, cell by cell, with the buttons that do it or leave it. */
export function Changes(props: {
  readonly title: string;
  readonly changes: readonly CellChange[];
  readonly caution: string | null;
  readonly apply: string;
  readonly onApply: () => void;
  readonly onCancel: () => void;
}): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <div className="jp-quality-part">
      <p>
        <Message text={props.title} />
      </p>
      {props.changes.map((change, index) => (
        <Change key={index} change={change} />
      ))}
      {props.caution && <p className="jp-quality-quiet">{props.caution}</p>}
      <div className="jp-quality-buttons">
        <button className="jp-mod-styled jp-mod-accept jp-quality-button" onClick={props.onApply}>
          {props.apply}
        </button>
        <button className="jp-mod-styled jp-quality-button" onClick={props.onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </div>
  );
}

function Change({ change }: { readonly change: CellChange }): JSX.Element {
  const { trans } = useSurroundings();
  const lines = change.note === 'edited' || change.note === 'new' || change.note === 'deleted' ? difference(change.before, change.after) : [];
  return (
    <figure className="jp-quality-change">
      <figcaption className="jp-quality-quiet">{title(trans, change)}</figcaption>
      {lines.length > 0 && (
        <pre>
          {lines.map((line, index) =>
            line === null ? (
              <span key={index} className="jp-quality-line jp-mod-same">
                {'⋯\n'}
              </span>
            ) : (
              <span key={index} className={`jp-quality-line jp-mod-${line.kind}`}>
                {`${SIGNS[line.kind]} ${line.text}\n`}
              </span>
            )
          )}
        </pre>
      )}
    </figure>
  );
}

function title(trans: TranslationBundle, { note, number }: CellChange): string {
  switch (note) {
    case 'new':
      return number === null ? trans.__('New cell at the end') : trans.__('New cell before cell %1', number);
    case 'edited':
      return trans.__('Cell %1', number ?? '');
    case 'deleted':
      return trans.__('Cell %1 is deleted', number ?? '');
    case 'moved':
      return trans.__('Cell %1 is moved', number ?? '');
    case 'outputs cleared':
      return trans.__('The outputs of cell %1 are cleared', number ?? '');
  }
}
