import React from 'react';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import { version } from './version';
import { noticeWords } from './words';

/** No advice: it comes, or the notebook has nothing to advise on, or a notice above says why there is none. */
export function NoAdvice({ review }: { readonly review: Review }): JSX.Element | null {
  const { model, trans } = useSurroundings();
  const { advice, refusal } = review.advising;
  if (noticeWords(trans, model, version) !== null) {
    return null;
  }
  const words = advice?.trouble ?? (refusal && trans.__('Nothing can be said just now: %1', refusal.message)) ?? trans.__('Looking…');
  return (
    <p className="jp-quality-calm" role="status">
      <Message text={words} />
    </p>
  );
}
