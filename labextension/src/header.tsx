import { PathExt } from '@jupyterlab/coreutils';
import { settingsIcon } from '@jupyterlab/ui-components';
import React, { useEffect } from 'react';
import { useAgain, useSignal, useSurroundings } from './hooks';
import type { Review } from './model';
import { version } from './version';
import { agoWords, noticeWords } from './words';

/** Which notebook this is about, and when it was checked. */
export function Header({ review }: { readonly review: Review }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const again = useAgain();
  useEffect(() => {
    const timer = window.setInterval(again, 30_000);
    return () => window.clearInterval(timer);
  }, [again]);
  const { settings } = actions.elsewhere;
  return (
    <header className="jp-quality-header">
      <span className="jp-quality-file" title={review.notebook.path}>
        {PathExt.basename(review.notebook.path)}
      </span>
      <span className="jp-quality-quiet">{review.checkedAt === null ? '' : agoWords(trans, review.checkedAt, Date.now())}</span>
      {settings && (
        <button className="jp-quality-icon-button" title={trans.__('Settings')} aria-label={trans.__('Settings')} onClick={settings}>
          <settingsIcon.react tag="span" width="14px" height="14px" />
        </button>
      )}
    </header>
  );
}

/** One line where something is missing; nothing otherwise. */
export function Notice(): JSX.Element | null {
  const { model, actions, trans } = useSurroundings();
  useSignal(model.changed);
  const words = noticeWords(trans, model, version);
  if (words === null) {
    return null;
  }
  const { current } = model;
  return (
    <p className="jp-quality-notice" role="status">
      {words}{' '}
      {current && (
        <button className="jp-quality-link" onClick={() => void actions.check(current)}>
          {trans.__('Check again')}
        </button>
      )}
    </p>
  );
}
