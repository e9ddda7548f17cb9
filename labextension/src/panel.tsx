import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useEffect } from 'react';
import { Header, Notice } from './header';
import { Surroundings, SurroundingsContext, useSignal, useSurroundings } from './hooks';
import { reviewIcon } from './icons';
import type { Review } from './model';

/** One tab of the panel. */
export interface View {
  readonly id: string;
  readonly label: string;
  /** How many things in it ask for a look; shown after the label. */
  readonly count?: (review: Review) => number;
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

  /** Turn to the view with this id. */
  choose(id: string): void {
    this._chosen = id;
    this.update();
  }

  protected override onAfterShow(): void {
    this.update();
  }

  protected render(): JSX.Element {
    const chosen = this._views.find(({ id }) => id === this._chosen) ?? this._views[0]!;
    return (
      <SurroundingsContext.Provider value={this._surroundings}>
        <Notice />
        <Current views={this._views} chosen={chosen} choose={id => this.choose(id)} seen={this.isVisible} />
      </SurroundingsContext.Provider>
    );
  }

  private _chosen = '';
}

interface Choice {
  readonly views: readonly View[];
  readonly chosen: View;
  readonly choose: (id: string) => void;
  /** Whether the panel is on the screen. */
  readonly seen: boolean;
}

function Current(choice: Choice): JSX.Element {
  const { model, trans } = useSurroundings();
  useSignal(model.currentChanged);
  const review = model.current;
  if (!review) {
    return <p className="jp-quality-calm">{trans.__('Open a notebook to see here what a reviewer would point out.')}</p>;
  }
  const { chosen, seen } = choice;
  const Body = chosen.body;
  return (
    <>
      <HeaderOf review={review} />
      <Tabs review={review} {...choice} />
      <div className="jp-quality-body" role="tabpanel" aria-label={chosen.label}>
        {seen && <Body key={keyOf(review)} review={review} />}
      </div>
    </>
  );
}

function Tabs({ review, views, chosen, choose, seen }: Choice & { readonly review: Review }): JSX.Element {
  const { model } = useSurroundings();
  useSignal(model.changed);
  const { advising, checkedAt } = review;
  useEffect(() => {
    if (seen && checkedAt !== null) {
      void advising.look();
    }
  }, [seen, advising, checkedAt]);
  return (
    <div className="jp-quality-tabs" role="tablist">
      {views.map(view => (
        <button key={view.id} role="tab" aria-selected={view === chosen} onClick={() => choose(view.id)}>
          {view.label}{' '}
          {(view.count?.(review) ?? 0) > 0 && <span className="jp-quality-tab-count">{view.count!(review)}</span>}
        </button>
      ))}
    </div>
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
