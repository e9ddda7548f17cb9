import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { Surroundings, SurroundingsContext, useSignal, useSurroundings } from './hooks';
import { severityIcons } from './icons';
import { counts, SEVERITIES } from './listing';
import { stateCountWords } from './statewords';
import { version } from './version';
import { countWords, noticeWords } from './words';

/** The counts of the current notebook in the status bar; a click shows the panel. */
export class StatusItem extends ReactWidget {
  constructor(
    private readonly _surroundings: Surroundings,
    private readonly _show: () => void
  ) {
    super();
    this.addClass('jp-quality-status');
  }

  protected render(): JSX.Element {
    return (
      <SurroundingsContext.Provider value={this._surroundings}>
        <Item show={this._show} />
      </SurroundingsContext.Provider>
    );
  }
}

function Item({ show }: { readonly show: () => void }): JSX.Element | null {
  const { model, trans } = useSurroundings();
  useSignal(model.changed);
  const report = model.current?.report;
  const notice = noticeWords(trans, model, version);
  if (!model.current) {
    return null;
  }
  const found = counts(report?.findings ?? []);
  const some = SEVERITIES.filter(severity => found[severity] > 0);
  const { stale } = model.current.states;
  const words = report ? some.map(severity => countWords(trans, severity, found[severity])).join(', ') || trans.__('nothing to point out') : notice ?? '';
  return (
    <button className="jp-quality-status-button" title={notice ?? trans.__('Notebook quality: %1', stale ? `${words} · ${stateCountWords(trans, 'stale', stale)}` : words)} onClick={show}>
      {some.map(severity => {
        const Icon = severityIcons[severity];
        return (
          <span key={severity} className={`jp-mod-${severity}`}>
            <Icon.react tag="span" className="jp-quality-shape" />
            {found[severity]}
          </span>
        );
      })}
      {!report && notice ? trans.__('not checked') : ''}
      {report && !some.length ? trans.__('nothing to point out') : ''}
      {stale > 0 && <span className="jp-quality-status-stale">· {stateCountWords(trans, 'stale', stale)}</span>}
    </button>
  );
}
