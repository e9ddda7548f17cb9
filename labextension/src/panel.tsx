import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { Header, Notice } from './header';
import { Surroundings, SurroundingsContext, useSignal, useSurroundings } from './hooks';
import { reviewIcon } from './icons';
import type { Review } from './model';

/** One tab of the panel. */
export interface View {
  readonly id: string;
  readonly label: string;
  readonly body: (props: { readonly review: Review }) => JSX.Element | null;
}

/** The side panel: which notebook, a notice where something is missing, and one view at a time. */
export class QualityPanel extends ReactWidget {
  constructor(
    private readonly _surroundings: Surroundings,
    private readonly _views: readonly View[]
  ) {
    super();
    const { trans } = _surroundings;
    this.id = 'jupyter-quality-panel';
    this.addClass('jp-quality-panel');
    this.title.icon = reviewIcon;
    this.title.caption = trans.__('Notebook quality');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Notebook quality'));
  }

  protected render(): JSX.Element {
    return (
      <SurroundingsContext.Provider value={this._surroundings}>
        <Notice />
        <Current views={this._views} />
      </SurroundingsContext.Provider>
    );
  }
}

function Current({ views }: { readonly views: readonly View[] }): JSX.Element {
  const { model, trans } = useSurroundings();
  useSignal(model.currentChanged);
  const review = model.current;
  const [chosen, choose] = useState(views[0]!);
  if (!review) {
    return <p className="jp-quality-calm">{trans.__('Open a notebook to see here what a reviewer would point out.')}</p>;
  }
  const Body = chosen.body;
  return (
    <>
      <HeaderOf review={review} />
      {views.length > 1 && (
        <div className="jp-quality-tabs" role="tablist">
          {views.map(view => (
            <button key={view.id} role="tab" aria-selected={view === chosen} onClick={() => choose(view)}>
              {view.label}
            </button>
          ))}
        </div>
      )}
      <div className="jp-quality-body">
        <Body key={keyOf(review)} review={review} />
      </div>
    </>
  );
}

function HeaderOf({ review }: { readonly review: Review }): JSX.Element {
  useSignal(review.changed);
  return <Header review={review} />;
}

const keys = new WeakMap<Review, number>();
let next = 0;

/** A key for each review, so that no view carries state from one notebook to another. */
function keyOf(review: Review): number {
  if (!keys.has(review)) {
    keys.set(review, next++);
  }
  return keys.get(review)!;
}
