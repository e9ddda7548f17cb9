import React, { useEffect, useState } from 'react';
import { useSignal, useSurroundings } from './hooks';
import type { CleanRun } from './cleanrun';
import { Message } from './message';
import type { Review } from './model';
import { AGAINST, provenWords, VERDICTS, verdictCount, verdictWord } from './proofwords';
import { Running } from './running';
import type { Proof, ProvenCell, Seen } from './wire';

/** How much of a text is drawn. */
const LONGEST = 4000;

const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Run the notebook cleanly and compare: the button, how far it is, what came out, and the last line. */
export function ProofSection({ review }: { readonly review: Review }): JSX.Element {
  const { proofs, trans } = useSurroundings();
  const model = proofs.of(review);
  useSignal(model.changed);
  useEffect(() => void model.look(), [model]);
  const proof = model.state?.running ? null : model.state?.proof ?? null;
  return (
    <section className="jp-quality-proof" aria-label={trans.__('Clean run')}>
      {model.running ? <Run model={model} review={review} /> : <Start model={model} />}
      {!model.running && (model.trouble ?? proof?.trouble) && <p role="status">{model.trouble ?? proof?.trouble}</p>}
      {!model.running && proof && <Cells review={review} proof={proof} />}
      <Keep model={model} />
      <p className="jp-quality-quiet" role="status">
        {model.running ? '' : provenWords(trans, model.state)}
      </p>
    </section>
  );
}

function Start({ model }: { readonly model: CleanRun }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <button
      className="jp-mod-styled jp-quality-button"
      title={trans.__('Saves the notebook, then runs it from the top in a fresh kernel and a copy of its folder. This kernel and your files stay as they are.')}
      onClick={() => void model.start({})}
    >
      {trans.__('Run cleanly and compare…')}
    </button>
  );
}

/** The switch that has a clean run follow each save; nothing is run after a save before it is turned on. */
function Keep({ model }: { readonly model: CleanRun }): JSX.Element {
  const { trans } = useSurroundings();
  const keeping = model.state?.keeping ?? 'off';
  return (
    <>
      <label
        className="jp-quality-keep"
        title={trans.__('After each save the notebook is run from the top in a fresh kernel and a copy of its folder, giving way to other work. It settles what is unknown.')}
      >
        <input type="checkbox" checked={model.isKept} disabled={model.running && !model.isKept} onChange={({ target }) => void model.keep(target.checked)} />
        {trans.__('Keep it proven')}
      </label>
      {keeping === 'paused' && (
        <p className="jp-quality-quiet" role="status">
          {trans.__('Paused: its clean run takes too long to follow each save. A shorter one, run by hand, lets it go on.')}
        </p>
      )}
    </>
  );
}

function Run({ model, review }: { readonly model: CleanRun; readonly review: Review }): JSX.Element {
  const { trans } = useSurroundings();
  const { state } = model;
  const number = review.report?.cells.find(cell => cell.id === state?.cell)?.number;
  const words = number === undefined ? trans.__('Starting a kernel…') : trans.__('Cell %1 runs; %2 of %3 done', number, state!.done, state!.of);
  return <Running label={trans.__('Clean run')} words={words} done={state?.done ?? 0} of={state?.of ?? 0} cancel={() => void model.cancel()} />;
}

/** How many cells are what, then each that is not the same. */
function Cells({ review, proof }: { readonly review: Review; readonly proof: Proof }): JSX.Element {
  const { trans } = useSurroundings();
  const counts = VERDICTS.map(verdict => [verdict, proof.cells.filter(cell => cell.verdict === verdict).length] as const);
  const told = proof.cells.filter(cell => cell.verdict !== 'same' && cell.verdict !== 'unshown');
  return (
    <>
      <p>
        {counts
          .filter(([, count]) => count > 0)
          .map(([verdict, count]) => verdictCount(trans, verdict, count))
          .join(' · ')}
      </p>
      {told.length > 0 && (
        <ul>
          {told.map(cell => (
            <Row key={cell.id} review={review} cell={cell} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ review, cell }: { readonly review: Review; readonly cell: ProvenCell }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const [open, setOpen] = useState(false);
  const span = { line: 1, column: 1, end_line: 1, end_column: 1 };
  return (
    <li className={AGAINST.has(cell.verdict) ? 'jp-mod-against' : undefined} data-cell={cell.id} data-verdict={cell.verdict}>
      <button className="jp-quality-link" onClick={() => actions.jump(review, { cell_id: cell.id, cell: cell.number, span })}>
        {trans.__('Cell %1', cell.number)}
      </button>{' '}
      <strong>{verdictWord(trans, cell.verdict)}</strong> {cell.reason && <Message text={cell.reason} />}{' '}
      {cell.shown.length + cell.clean.length > 0 && (
        <button className="jp-quality-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? trans.__('Hide') : trans.__('Compare')}
        </button>
      )}
      {open && (
        <div className="jp-quality-beside">
          <Side title={trans.__('Shown')} things={cell.shown} />
          <Side title={trans.__('Clean run')} things={cell.clean} />
        </div>
      )}
    </li>
  );
}

function Side({ title, things }: { readonly title: string; readonly things: readonly Seen[] }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <figure>
      <figcaption className="jp-quality-quiet">{title}</figcaption>
      {things.length ? things.map((thing, index) => <Thing key={index} thing={thing} title={title} />) : <p>{trans.__('Nothing')}</p>}
    </figure>
  );
}

/** One output: a picture as an image, which runs no script, and all else as plain text. */
function Thing({ thing, title }: { readonly thing: Seen; readonly title: string }): JSX.Element {
  const source = pictureOf(thing);
  if (source !== null) {
    return <img src={source} alt={thing.plain || title} />;
  }
  return <pre>{thing.text.length > LONGEST ? `${thing.text.slice(0, LONGEST)}…` : thing.text}</pre>;
}

function pictureOf({ kind, mime, text }: Seen): string | null {
  if (kind === 'drawing') {
    return `data:image/svg+xml,${encodeURIComponent(text)}`;
  }
  return kind === 'picture' && PICTURES.has(mime) && text ? `data:${mime};base64,${text}` : null;
}
