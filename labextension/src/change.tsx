import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { difference } from './difference';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { CellChange } from './sketch';
import type { NewFile } from './wire';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** What would change, cell by cell, with the buttons that do it or leave it. */
export function Changes(props: {
  readonly title: string;
  readonly changes: readonly CellChange[];
  readonly files?: readonly NewFile[];
  readonly caution: string | null;
  readonly trouble?: string | null;
  readonly children?: React.ReactNode;
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
      {props.children}
      {props.changes.map((change, index) => (
        <Change key={index} title={title(trans, change)} before={change.before} after={change.after} />
      ))}
      {props.files?.map(({ path, text }) => (
        <Change key={path} title={trans.__('New file %1', path)} before={null} after={text} />
      ))}
      {props.trouble && (
        <p role="alert">
          <Message text={props.trouble} />
        </p>
      )}
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

function Change(props: { readonly title: string; readonly before: string | null; readonly after: string | null }): JSX.Element {
  const lines = difference(props.before, props.after);
  return (
    <figure className="jp-quality-change">
      <figcaption className="jp-quality-quiet">{props.title}</figcaption>
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
