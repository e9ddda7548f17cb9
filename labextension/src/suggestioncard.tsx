import React, { useEffect, useState } from 'react';
import type { Advising } from './advising';
import { Changes } from './change';
import type { Step } from './fixes';
import { useSignal, useSurroundings } from './hooks';
import { Message } from './message';
import type { Review } from './model';
import { MoveProof, useMoveProof } from './moveproof';
import { preview } from './sketch';
import { asSentence } from './statewords';
import type { Suggestion } from './wire';

interface Props {
  readonly review: Review;
  /** What the suggestion is part of. */
  readonly advising: Advising;
  readonly suggestion: Suggestion;
  /** Whether what would change is shown. */
  readonly open: boolean;
  readonly toggle: () => void;
  /** Called with the step, and the suggestion as it was applied. */
  readonly done: (step: Step, suggestion: Suggestion) => void;
}

/** One move: what goes where, why it pays, what stays and why; and its preview, its proof, and its names. */
export function SuggestionCard({ review, advising, suggestion, open, toggle, done }: Props): JSX.Element {
  const { actions, trans } = useSurroundings();
  const { title, reason, stays, place } = suggestion;
  const live = advising.isLive;
  const proof = useMoveProof(review, advising, suggestion.id);
  return (
    <li className="jp-quality-row" data-suggestion={suggestion.id} data-kind={suggestion.kind}>
      <div className="jp-quality-text">
        <button className="jp-quality-message" data-stop tabIndex={-1} onClick={() => place && actions.jump(review, place)}>
          <Message text={title} />
        </button>
        <p className="jp-quality-quiet">
          <Message text={asSentence(reason)} /> {stays !== null && <Message text={asSentence(stays)} />}
        </p>
        <div className="jp-quality-tools">
          {place && <span className="jp-quality-quiet">{trans.__('cell %1', place.cell)}</span>}
          <button className="jp-quality-tool" tabIndex={-1} aria-expanded={open && live} disabled={!live} onClick={toggle}>
            {trans.__('Preview')}
          </button>
          <button
            className="jp-quality-tool jp-mod-plain"
            tabIndex={-1}
            title={trans.__('Runs the notebook in fresh kernels, as it is and as it would be, up to the last cell that is touched.')}
            disabled={!live || proof.busy}
            onClick={proof.start}
          >
            {trans.__('Prove it')}
          </button>
          {!live && <span className="jp-quality-quiet">{trans.__('edited since')}</span>}
        </div>
        <MoveProof proof={proof} />
        {open && live && <Part review={review} advising={advising} suggestion={suggestion} close={toggle} done={done} />}
      </div>
    </li>
  );
}

/** The names, what would change with them, and the button that does it. */
function Part(props: Pick<Props, 'review' | 'advising' | 'suggestion' | 'done'> & { readonly close: () => void }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const { review, advising, suggestion } = props;
  const [trouble, setTrouble] = useState<string | null>(null);
  const apply = async (): Promise<void> => {
    await advising.settled;
    const latest = advising.suggestion(suggestion.id);
    if (!latest) {
      return; // the name was refused, or the move pays no more: the card says so
    }
    const moved = await actions.move(review, advising, latest);
    if (moved.step) {
      props.close();
      props.done(moved.step, latest);
    } else {
      setTrouble(
        moved.taken === null
          ? trans.__('The cells were edited since; nothing was changed.')
          : trans.__('`%1` is there already; nothing was changed.', moved.taken)
      );
    }
  };
  return (
    <Changes
      title={trans.__('What changes. One undo takes it back.')}
      changes={preview(actions.cells(review), suggestion.edits)}
      files={suggestion.files}
      caution={null}
      trouble={trouble}
      apply={trans.__('Apply')}
      onApply={() => void apply().catch((error: Error) => setTrouble(error.message))}
      onCancel={props.close}
    >
      <Names advising={advising} suggestion={suggestion} />
    </Changes>
  );
}

/** The names of a move, to be changed before it is applied; null where there are none. */
function Names({ advising, suggestion: { id, names } }: Pick<Props, 'advising' | 'suggestion'>): JSX.Element | null {
  const { trans } = useSurroundings();
  useSignal(advising.changed);
  const own = advising.names[id] ?? {};
  const refused = advising.refusedName?.id === id ? advising.refusedName : null;
  if (!names.length) {
    return null;
  }
  return (
    <>
      <div className="jp-quality-names">
        <span className="jp-quality-quiet">{trans._n('Name', 'Names', names.length)}</span>
        {names.map(name => (
          <NameField
            key={name}
            name={name}
            value={own[name] ?? name}
            refused={refused?.name === name}
            take={text => void advising.rename(id, name, text)}
          />
        ))}
      </div>
      {refused && (
        <p role="alert">
          <Message text={refused.message} />
        </p>
      )}
    </>
  );
}

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly refused: boolean;
  readonly take: (text: string) => void;
}

/** A name, taken when the field is left or Enter is pressed; Escape goes back. */
function NameField({ name, value, refused, take }: FieldProps): JSX.Element {
  const { trans } = useSurroundings();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const leave = (): void => {
    if (text.trim() !== value || refused) {
      take(text.trim());
    }
  };
  return (
    <input
      className="jp-mod-styled"
      aria-label={trans.__('Name for %1', name)}
      aria-invalid={refused}
      size={Math.max(4, text.length)}
      spellCheck={false}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          leave();
        } else if (event.key === 'Escape') {
          setText(value);
        }
      }}
    />
  );
}
