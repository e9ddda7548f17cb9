import React, { useEffect, useMemo, useRef, useState } from 'react';
import { arcs, Arc, swing } from './flow';
import { useSurroundings } from './hooks';
import { stateIcons } from './icons';
import type { Review } from './model';
import { StateRow } from './staterows';
import { stateWord, whyLine } from './statewords';
import { moveBetweenStops, oneTabStop } from './stops';

/** The height of a row and the width of the space for arcs, in pixels; the style sheet takes both from here. */
const ROW = 20;
const GUTTER = 38;

/** Arcs that are weaker at rest show only while one of their ends is looked at. */
const FAINTEST = 0.15;

/** The cells as a slim column, with arcs for the data that goes from one to another. What is pointed at lights up its own. */
export function StateMap({ review, rows }: { readonly review: Review; readonly rows: readonly StateRow[] }): JSX.Element {
  const { trans } = useSurroundings();
  const list = useRef<HTMLUListElement>(null);
  const [pointed, point] = useState<number | null>(null);
  const all = useMemo(() => arcs(rows.map(({ cell }) => cell)), [rows]);
  const selected = rows.findIndex(({ cell }) => cell.id === review.states.selected);
  const lit = pointed ?? (selected >= 0 ? selected : null);
  useEffect(() => oneTabStop(list.current!));
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div className="jp-quality-map" style={{ '--jp-quality-row': `${ROW}px`, '--jp-quality-gutter': `${GUTTER}px` } as React.CSSProperties}>
      <ul
        ref={list}
        aria-label={trans.__('Cells and their states')}
        onKeyDown={moveBetweenStops}
        onFocus={event => oneTabStop(event.currentTarget, event.target)}
        onMouseLeave={() => point(null)}
      >
        {rows.map((row, index) => (
          <Row
            key={row.cell.id}
            review={review}
            row={row}
            selected={index === selected}
            part={partOf(all, index, lit)}
            point={() => point(index)}
          />
        ))}
      </ul>
      <Arcs all={all} lit={lit} height={rows.length * ROW} />
    </div>
  );
}

type Part = 'self' | 'before' | 'after' | null;

/** What a row is to the one that is lit: itself, one that feeds it, or one that it feeds. */
function partOf(all: readonly Arc[], row: number, lit: number | null): Part {
  if (lit === null || row === lit) {
    return lit === null ? null : 'self';
  }
  if (all.some(({ from, to }) => from === row && to === lit)) {
    return 'before';
  }
  return all.some(({ from, to }) => from === lit && to === row) ? 'after' : null;
}

function Row(props: {
  readonly review: Review;
  readonly row: StateRow;
  readonly selected: boolean;
  readonly part: Part;
  readonly point: () => void;
}): JSX.Element {
  const { actions, trans } = useSurroundings();
  const { cell, label } = props.row;
  const Icon = stateIcons[cell.state];
  return (
    <li className={`jp-quality-state jp-mod-${cell.state}${props.part ? ` jp-mod-${props.part}` : ''}`} data-cell={cell.id}>
      <button
        data-stop
        tabIndex={-1}
        aria-current={props.selected || undefined}
        title={whyLine(trans, cell)}
        onMouseEnter={props.point}
        onClick={() => actions.select(props.review, cell.id)}
      >
        <Icon.react tag="span" className="jp-quality-shape" />
        <span className="jp-quality-number">{cell.number}</span>
        <span className="jp-quality-label">{label}</span>
        <span className={cell.state === 'fresh' ? 'jp-quality-unseen' : 'jp-quality-word'}>{stateWord(trans, cell.state)}</span>
      </button>
    </li>
  );
}

const Arcs = React.memo(function Arcs(props: { readonly all: readonly Arc[]; readonly lit: number | null; readonly height: number }): JSX.Element {
  const { all, lit, height } = props;
  const isLit = ({ from, to }: Arc): boolean => from === lit || to === lit;
  const drawn = [...all.filter(arc => arc.strength > FAINTEST && !isLit(arc)), ...all.filter(isLit)];
  return (
    <svg className="jp-quality-arcs" width={GUTTER} height={height} aria-hidden="true">
      {drawn.map(arc => (
        <path
          key={`${arc.from} ${arc.to}`}
          className={isLit(arc) ? 'jp-mod-lit' : undefined}
          strokeOpacity={isLit(arc) ? 1 : arc.strength / 2}
          d={pathOf(arc)}
        />
      ))}
      {drawn.filter(isLit).map(({ from, to }) => (
        <path key={`${from} ${to} end`} className="jp-quality-arrow" d={`M${GUTTER - 1} ${middle(to)} l-5 -3 v6 z`} />
      ))}
    </svg>
  );
});

function pathOf({ from, to }: Arc): string {
  const x = GUTTER - 4 - swing(to - from) * (GUTTER - 6) * 1.25;
  return `M${GUTTER - 2} ${middle(from)} C${x} ${middle(from)} ${x} ${middle(to)} ${GUTTER - 3} ${middle(to)}`;
}

function middle(row: number): number {
  return row * ROW + ROW / 2;
}
