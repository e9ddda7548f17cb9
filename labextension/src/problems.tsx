import { caretDownIcon, caretRightIcon, InputGroup, searchIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useMemo } from 'react';
import { Changes } from './change';
import { safeEdits, safeFixes } from './safe';
import { FindingRow } from './findingrow';
import { useFading, useSignal, useStops, useSurroundings } from './hooks';
import { severityIcons } from './icons';
import { counts, Group, groups, Row, rows, SEVERITIES } from './listing';
import { ListControls, ListState, useListState } from './liststate';
import type { Review } from './model';
import { preview } from './sketch';
import type { Report, Severity } from './wire';
import { version } from './version';
import { countWords, noticeWords, severityMeaning } from './words';

/** The tab Problems: what a reviewer would point out, by cell, worst first. */
export function Problems({ review }: { readonly review: Review }): JSX.Element | null {
  useSignal(review.changed);
  const [state, controls] = useListState(review);
  const { report } = review;
  if (!report) {
    return <Unchecked review={review} />;
  }
  return (
    <>
      <Counts report={report} state={state} controls={controls} />
      {report.findings.length > 0 && <Bar review={review} state={state} controls={controls} />}
      <List review={review} report={report} state={state} controls={controls} />
    </>
  );
}

/** No report yet: it comes, or the reader asked for none, or a notice above says why there is none. */
function Unchecked({ review }: { readonly review: Review }): JSX.Element | null {
  const { model, actions, trans } = useSurroundings();
  if (review.checking) {
    return <p className="jp-quality-calm">{trans.__('Checking…')}</p>;
  }
  if (noticeWords(trans, model, version) !== null) {
    return null;
  }
  return (
    <p className="jp-quality-calm">
      {trans.__('Not checked yet.')}{' '}
      <button className="jp-quality-link" onClick={() => void actions.check(review)}>
        {trans.__('Check now')}
      </button>
    </p>
  );
}

interface Props {
  readonly report: Report;
  readonly state: ListState;
  readonly controls: ListControls;
}

/** The counts in words and shapes; each a switch that leaves its severity out of the list. */
function Counts({ report, state, controls }: Props): JSX.Element {
  const { trans } = useSurroundings();
  const found = counts(report.findings);
  const words = (severity: Severity): string => countWords(trans, severity, found[severity]);
  return (
    <div className="jp-quality-counts">
      <span className="jp-quality-unseen" role="status">
        {SEVERITIES.filter(severity => found[severity] > 0).map(words).join(', ') || trans.__('nothing to point out')}
      </span>
      {SEVERITIES.filter(severity => found[severity] > 0).map(severity => {
        const Icon = severityIcons[severity];
        return (
          <button
            key={severity}
            className={`jp-quality-count jp-mod-${severity}`}
            aria-pressed={!state.filter.without.has(severity)}
            title={severityMeaning(trans, severity)}
            onClick={() => controls.switchSeverity(severity)}
          >
            <Icon.react tag="span" className="jp-quality-shape" />
            {words(severity)}
          </button>
        );
      })}
    </div>
  );
}

function Bar({ review, state, controls }: Omit<Props, 'report'> & { readonly review: Review }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const safe = safeFixes(review);
  const edits = safeEdits(review);
  return (
    <>
      <div className="jp-quality-bar">
        {safe.length > 0 && (
          <button
            className="jp-mod-styled jp-quality-button"
            data-command="fix-safe"
            aria-expanded={state.fixingAll}
            onClick={() => controls.fixAll(!state.fixingAll)}
          >
            {trans._n('Fix %1 safe one…', 'Fix %1 safe ones…', safe.length)}
          </button>
        )}
        <div className="jp-quality-filter">
          <InputGroup
            type="text"
            rightIcon={searchIcon}
            value={state.filter.text}
            placeholder={trans.__('Filter')}
            aria-label={trans.__('Filter the findings')}
            onChange={event => controls.filterBy(event.target.value)}
          />
        </div>
      </div>
      {state.fixingAll && safe.length > 0 && (
        <Changes
          title={trans._n('%1 safe fix. Undo takes it back.', '%1 safe fixes. Undo takes them back, cell by cell.', safe.length)}
          changes={preview(actions.cells(review), edits)}
          caution={null}
          apply={trans.__('Apply all')}
          onApply={() => {
            actions.apply(review, edits);
            controls.fixAll(false);
          }}
          onCancel={() => controls.fixAll(false)}
        />
      )}
    </>
  );
}

function List({ review, report, state, controls }: Props & { readonly review: Review }): JSX.Element {
  const { model, trans } = useSurroundings();
  const stops = useStops<HTMLDivElement>();
  const known = useMemo(() => rows(report), [report]);
  const { all, gone } = useFading(known);
  const shown = useMemo(() => groups(all, report.cells, state.filter), [all, report, state.filter]);
  useEffect(() => {
    const show = (): void => {
      const wish = model.takeWish();
      const row = known.find(({ key }) => key === wish?.key);
      if (wish && row) {
        controls.forgetFilter();
        controls.show(wish.key, wish.open, row.finding.place?.cell_id ?? '');
        requestAnimationFrame(() => reveal(stops.ref.current, wish.key));
      }
    };
    show();
    model.wished.connect(show);
    return () => void model.wished.disconnect(show);
  }, [model, known, controls]);
  return (
    <div className="jp-quality-list" {...stops}>
      {shown.map(group => (
        <CellGroup key={group.cell?.id ?? ''} review={review} group={group} gone={gone} state={state} controls={controls} />
      ))}
      {!all.length && <Calm report={report} />}
      {all.length > 0 && !shown.length && <p className="jp-quality-calm">{trans.__('No finding passes the filter.')}</p>}
    </div>
  );
}

function CellGroup(props: {
  readonly review: Review;
  readonly group: Group;
  readonly gone: ReadonlySet<Row>;
  readonly state: ListState;
  readonly controls: ListControls;
}): JSX.Element {
  const { trans } = useSurroundings();
  const { review, group, gone, state, controls } = props;
  const id = group.cell?.id ?? '';
  const folded = state.folded.has(id);
  const Caret = folded ? caretRightIcon : caretDownIcon;
  return (
    <section className="jp-quality-group">
      <h3>
        <button className="jp-quality-cell" data-stop tabIndex={-1} aria-expanded={!folded} onClick={() => controls.fold(id)}>
          <Caret.react tag="span" className="jp-quality-caret" />
          <span className="jp-quality-label" title={group.cell?.label}>
            {group.cell ? trans.__('Cell %1', group.cell.number) : trans.__('Whole notebook')}
            {group.cell?.label && <span className="jp-quality-quiet"> · {group.cell.label}</span>}
          </span>
          {folded && <Tally group={group} />}
        </button>
      </h3>
      {!folded && (
        <ul>
          {group.rows.map(row => (
            <FindingRow
              key={row.key}
              review={review}
              name={row.key}
              finding={row.finding}
              part={state.open.get(row.key) ?? null}
              live={review.isLive(row.finding)}
              gone={gone.has(row)}
              controls={controls}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Tally({ group }: { readonly group: Group }): JSX.Element {
  const { trans } = useSurroundings();
  const found = counts(group.rows.map(({ finding }) => finding));
  return (
    <span className="jp-quality-tally">
      {SEVERITIES.filter(severity => found[severity] > 0).map(severity => {
        const Icon = severityIcons[severity];
        return (
          <span key={severity} className={`jp-mod-${severity}`} aria-label={countWords(trans, severity, found[severity])}>
            <Icon.react tag="span" className="jp-quality-shape" />
            {found[severity]}
          </span>
        );
      })}
    </span>
  );
}

/** Nothing found: what was looked at, and what is good about this notebook. */
function Calm({ report }: { readonly report: Report }): JSX.Element | null {
  const { trans } = useSurroundings();
  if (report.trouble !== null) {
    return null;
  }
  const { cells, rules: asked } = report.looked_at;
  return (
    <p className="jp-quality-calm">
      {trans._n('Nothing to point out: %1 cell read with %2 rules.', 'Nothing to point out: %1 cells read with %2 rules.', cells, asked)}{' '}
      {report.good.join(' ')}
    </p>
  );
}

function reveal(list: HTMLElement | null, key: string): void {
  const row = list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  row?.querySelector<HTMLElement>('[data-stop]')?.focus({ preventScroll: true });
}
