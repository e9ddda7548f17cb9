import { useMemo } from 'react';
import { useAgain } from './hooks';
import type { Filter } from './listing';
import type { Review } from './model';
import type { Severity } from './wire';

/** What stands open under a finding. */
export type Part = 'why' | 'fix' | 'allow';

/** What the reader opened, folded and filtered in one notebook's list; kept while the notebook is open. */
export interface ListState {
  readonly open: ReadonlyMap<string, Part>;
  readonly folded: ReadonlySet<string>;
  readonly filter: Filter;
  readonly fixingAll: boolean;
}

const START: ListState = { open: new Map(), folded: new Set(), filter: { text: '', without: new Set() }, fixingAll: false };

const kept = new WeakMap<Review, ListState>();

export interface ListControls {
  toggle(key: string, part: Part): void;
  /** Open a part (or none) of a row, whatever stood open there, and unfold its cell. */
  show(key: string, part: Part | null, cellId: string): void;
  fold(cellId: string): void;
  filterBy(text: string): void;
  switchSeverity(severity: Severity): void;
  fixAll(open: boolean): void;
  forgetFilter(): void;
}

export function useListState(review: Review): [ListState, ListControls] {
  const again = useAgain();
  const controls = useMemo(() => controlsOf(review, again), [review, again]);
  return [kept.get(review) ?? START, controls];
}

function controlsOf(review: Review, again: () => void): ListControls {
  const change = (how: (state: ListState) => Partial<ListState>): void => {
    const state = kept.get(review) ?? START;
    kept.set(review, { ...state, ...how(state) });
    again();
  };
  return {
    toggle: (key, part) => change(({ open }) => ({ open: withPart(open, key, open.get(key) === part ? null : part) })),
    show: (key, part, cellId) =>
      change(({ open, folded }) => ({ open: withPart(open, key, part ?? open.get(key) ?? null), folded: without(folded, cellId) })),
    fold: cellId => change(({ folded }) => ({ folded: switched(folded, cellId) })),
    filterBy: text => change(({ filter }) => ({ filter: { ...filter, text } })),
    switchSeverity: severity => change(({ filter }) => ({ filter: { ...filter, without: switched(filter.without, severity) } })),
    fixAll: fixingAll => change(() => ({ fixingAll })),
    forgetFilter: () => change(() => ({ filter: START.filter }))
  };
}

function withPart(open: ReadonlyMap<string, Part>, key: string, part: Part | null): Map<string, Part> {
  const now = new Map(open);
  if (part === null) {
    now.delete(key);
  } else {
    now.set(key, part);
  }
  return now;
}

/** A set with an item put in, or taken out where it was in. */
export function switched<T>(set: ReadonlySet<T>, item: T): Set<T> {
  return set.has(item) ? without(set, item) : new Set([...set, item]);
}

function without<T>(set: ReadonlySet<T>, item: T): Set<T> {
  return new Set([...set].filter(each => each !== item));
}
