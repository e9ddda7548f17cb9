import { ISignal, Signal } from '@lumino/signaling';
import React, { useContext, useEffect, useReducer, useRef, useState } from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Actions } from './actions';
import type { CleanRun } from './cleanrun';
import type { Job, Jobs } from './job';
import type { Row } from './listing';
import type { QualityModel, Review } from './model';
import { moveBetweenStops, oneTabStop } from './stops';
import type { MoveRequest, MoveState, ProjectRequest, ProjectState } from './wire';

/** What every view needs. */
export interface Surroundings {
  readonly model: QualityModel;
  readonly actions: Actions;
  readonly proofs: Jobs<Review, CleanRun>;
  readonly moves: Jobs<Review, Job<MoveState, Omit<MoveRequest, 'path'>>>;
  readonly projects: Jobs<Review, Job<ProjectState, Omit<ProjectRequest, 'path'>>>;
  /** Turn to another tab of the panel. */
  readonly show: (view: string) => void;
  readonly trans: TranslationBundle;
}

export const SurroundingsContext = React.createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext)!;
}

/** Draw again whenever a signal is emitted, and once on connecting: it may have been emitted since the component was drawn. */
export function useSignal<T, A>(signal: ISignal<T, A>): void {
  const again = useAgain();
  useEffect(() => {
    signal.connect(again);
    again();
    return () => void signal.disconnect(again);
  }, [signal, again]);
}

/** A function that draws the component again. */
export function useAgain(): () => void {
  return useReducer((count: number) => count + 1, 0)[1];
}

/** State of a view that is kept by notebook, whatever tab is shown, while the notebook is open. */
export function keeping<T>(start: T): (review: Review) => [T, (next: T) => void] {
  const kept = new WeakMap<Review, T>();
  const changed = new Signal<object, void>(kept);
  return review => {
    useSignal(changed);
    const keep = (next: T): void => {
      kept.set(review, next);
      changed.emit();
    };
    return [kept.has(review) ? kept.get(review)! : start, keep];
  };
}

/** What makes a list one stop of the Tab key, whose items the arrow keys walk. */
export function useStops<E extends HTMLElement>(): React.HTMLAttributes<E> & { readonly ref: React.RefObject<E> } {
  const ref = useRef<E>(null);
  useEffect(() => {
    if (ref.current) {
      oneTabStop(ref.current);
    }
  });
  return { ref, onKeyDown: moveBetweenStops, onFocus: event => oneTabStop(event.currentTarget, event.target) };
}

/** How long a finding that vanished stays to be seen fading, in milliseconds. */
const FADING = 600;

/** The rows together with those that just vanished; these go after a moment. */
export function useFading(rows: readonly Row[]): { readonly all: readonly Row[]; readonly gone: ReadonlySet<Row> } {
  const before = useRef(rows);
  const [leaving, setLeaving] = useState<readonly Row[]>([]);
  const keys = new Set(rows.map(row => row.key));
  let gone = leaving.filter(row => !keys.has(row.key));
  if (before.current !== rows) {
    gone = [...gone, ...before.current.filter(row => !keys.has(row.key))];
  }
  useEffect(() => {
    if (before.current !== rows) {
      before.current = rows;
      setLeaving(gone);
    }
  });
  useEffect(() => {
    if (!leaving.length) {
      return;
    }
    const timer = window.setTimeout(() => setLeaving([]), FADING);
    return () => window.clearTimeout(timer);
  }, [leaving]);
  return { all: gone.length ? [...rows, ...gone] : rows, gone: new Set(gone) };
}
