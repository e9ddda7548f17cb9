import React from 'react';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import type { HiddenName } from './wire';

/** The names that live in the kernel alone, with the source that made them and a way to have it back. */
export function HiddenNames({ review, names }: { readonly review: Review; readonly names: readonly HiddenName[] }): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  if (!names.length) {
    return null;
  }
  return (
    <section className="jp-quality-hidden">
      <h3>{trans.__('Names only the kernel knows')}</h3>
      <ul>
        {names.map(hidden => (
          <li key={hidden.name} data-name={hidden.name}>
            <p>
              <code>{hidden.name}</code> <Message text={hidden.why} />
            </p>
            {hidden.source !== null && (
              <>
                <pre>{hidden.source}</pre>
                <button className="jp-quality-link" onClick={() => actions.putBack(review, hidden)}>
                  {trans.__('Put back as a cell')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
