import React from 'react';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import type { HiddenName } from './wire';

interface GroupProps {
  readonly review: Review;
  /** Names of which the same is to be said: one source and one reason. */
  readonly names: readonly HiddenName[];
}

/** What the kernel holds and a clean run would not: names whose cell is gone, with a way to have it back, and other values. */
export function HiddenNames({ review, names }: { readonly review: Review; readonly names: readonly HiddenName[] }): JSX.Element | null {
  const { trans } = useSurroundings();
  if (!names.length) {
    return null;
  }
  const [gone, others] = [names.filter(({ source }) => source !== null), names.filter(({ source }) => source === null)];
  return (
    <section className="jp-quality-hidden">
      <h3>{trans.__('What only the kernel holds')}</h3>
      <ul>
        {[...grouped(gone), ...grouped(others)].map(group => (
          <Group key={group[0].name} review={review} names={group} />
        ))}
      </ul>
    </section>
  );
}

function grouped(names: readonly HiddenName[]): HiddenName[][] {
  const groups = new Map<string, HiddenName[]>();
  for (const hidden of names) {
    const key = JSON.stringify([hidden.source, hidden.why]);
    groups.set(key, [...(groups.get(key) ?? []), hidden]);
  }
  return [...groups.values()];
}

function Group({ review, names }: GroupProps): JSX.Element {
  const { actions, trans } = useSurroundings();
  const { source, why } = names[0];
  return (
    <li data-name={names.map(({ name }) => name).join(' ')}>
      <p>
        {names.map(({ name }, index) => (
          <React.Fragment key={name}>
            {index > 0 && ', '}
            <code>{name}</code>
          </React.Fragment>
        ))}
        : <Message text={why} />
      </p>
      {source !== null && (
        <>
          <pre>{source}</pre>
          <button className="jp-quality-link" onClick={() => actions.putBack(review, names)}>
            {trans.__('Put back as a cell')}
          </button>
        </>
      )}
    </li>
  );
}
