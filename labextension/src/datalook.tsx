import React from 'react';
import { keeping, useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';

/** What was seen in the data, when that was asked. */
interface Look {
  readonly busy: boolean;
  readonly lines: readonly string[];
}

const useLook = keeping<Look>({ busy: false, lines: [] });

/** Look at the data in the kernel, when the reader asks for it: what the code alone cannot tell. */
export function DataLook({ review }: { readonly review: Review }): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  const [{ busy, lines }, setLook] = useLook(review);
  if (review.notebook.kernel === null) {
    return null;
  }
  const look = async (): Promise<void> => {
    setLook({ busy: true, lines });
    const missing = trans.__('Nothing could be seen: this kernel has no %quality. Install jupyter_quality in its environment and restart it.');
    const said = await actions.lookAtData(review).catch(() => trans.__('The kernel was restarted or closed meanwhile.'));
    setLook({ busy: false, lines: (said ?? missing).split('\n') });
  };
  return (
    <section className="jp-quality-data" aria-label={trans.__('Data')}>
      <button
        className="jp-mod-styled jp-quality-button"
        title={trans.__('Looks once, in this kernel, at the data that the cells have loaded: rows that two parts of a split share, rare classes, columns nobody reads.')}
        disabled={busy}
        onClick={() => void look()}
      >
        {busy ? trans.__('Looking…') : trans.__('Look at the data…')}
      </button>
      <div role="status">
        {lines.map((line, index) => (
          <p key={index}>
            <Message text={line} />
          </p>
        ))}
      </div>
    </section>
  );
}
