import { useEffect } from 'react';
import type { Advising } from './advising';
import { useSignal } from './hooks';
import type { Review } from './model';

/** How long after an edit the advice is asked for again while a reader looks at it, in milliseconds. */
const QUIET = 1000;

/** The advice on a notebook, asked for while it is looked at: at first, after each check, and after edits. */
export function useAdvice(review: Review): Advising {
  const { advising } = review;
  useSignal(advising.changed);
  useSignal(review.changed);
  const { advice, isLive } = advising;
  useEffect(() => void advising.look(), [advising, review.checkedAt]);
  useEffect(() => {
    if (!advice || isLive) {
      return;
    }
    const timer = window.setTimeout(() => void advising.look(), QUIET);
    return () => window.clearTimeout(timer);
  }, [advising, advice, isLive]);
  return advising;
}
