import React from 'react';
import { useSurroundings } from './hooks';

/** Something that takes a while: how far it is, what it does, and a way to end it. */
export function Running(props: {
  readonly label: string;
  readonly words: string;
  readonly done: number;
  /** How much there is to do; 0 while that is not known. */
  readonly of: number;
  readonly cancel: () => void;
}): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <div className="jp-quality-running">
      <progress aria-label={props.label} value={props.of ? props.done : undefined} max={props.of || 1} />
      <span role="status">{props.words}</span>
      <button className="jp-quality-link" onClick={props.cancel}>
        {trans.__('Cancel')}
      </button>
    </div>
  );
}
