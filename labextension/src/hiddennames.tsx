import React from 'react';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import type { HiddenName } from './wire';

/** What the kernel holds and a clean run would not: names whose cell is gone, with a way to have it back, and other values. */
export function HiddenNames({ review, names }: { readonly review: Review; readonly names: readonly HiddenName[] }): JSX.Element | null {
  const { trans } = useSurroundings();
  if (!names.length) {
    return null;
  }
  const others = names.filter(({ source }) => source === null);
  return (
    <section className="jp-quality-hidden">
      <h3>{trans.__('What only the kernel holds')}</h3>
      <ul>
        {names.map(hidden => hidden.source !== null && <Gone key={hidden.name} review={review} hidden={hidden} source={hidden.source} />)}
        {[...new Set(others.map(({ why }) => why))].map(why => (
          <li key={why}>
            <Others names={others.filter(other => other.why === why)} why={why} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gone({ review, hidden, source }: { readonly review: Review; readonly hidden: HiddenName; readonly source: string }): JSX.Element {
  const { actions, trans } = useSurroundings();
  return (
    <li data-name={hidden.name}>
      <p>
        <code>{hidden.name}</code>: <Message text={hidden.why} />
      </p>
      <pre>{source}</pre>
      <button className="jp-quality-link" onClick={() => actions.putBack(review, hidden)}>
        {trans.__('Put back as a cell')}
      </button>
    </li>
  );
}

/** Names of which the same is to be said, in one line. */
function Others({ names, why }: { readonly names: readonly HiddenName[]; readonly why: string }): JSX.Element {
  return (
    <p>
      {names.map(({ name }, index) => (
        <React.Fragment key={name}>
          {index > 0 && ', '}
          <code>{name}</code>
        </React.Fragment>
      ))}
      : <Message text={why} />
    </p>
  );
}
