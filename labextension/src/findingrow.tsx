import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Where } from './actions';
import { Changes } from './change';
import { useSurroundings } from './hooks';
import { severityIcons } from './icons';
import type { ListControls, Part } from './liststate';
import { Message } from './message';
import type { Review } from './model';
import { preview } from './sketch';
import { Why } from './why';
import type { Finding, Place } from './wire';
import { severityMeaning, whereWords } from './words';

interface Props {
  readonly review: Review;
  readonly name: string;
  readonly finding: Finding;
  readonly part: Part | null;
  readonly live: boolean;
  readonly gone: boolean;
  readonly controls: ListControls;
}

/** One finding: what is so, where, and what can be done about it. Drawn again only when one of its properties changes. */
export const FindingRow = React.memo(function FindingRow({ review, name, finding, part, live, gone, controls }: Props): JSX.Element {
  const { actions, trans } = useSurroundings();
  const Icon = severityIcons[finding.severity];
  const meaning = severityMeaning(trans, finding.severity);
  const mods = `jp-mod-${finding.severity}${live ? '' : ' jp-mod-edited'}${gone ? ' jp-mod-gone' : ''}`;
  return (
    <li className={`jp-quality-row ${mods}`} data-key={name} data-rule={finding.rule} aria-hidden={gone}>
      <Icon.react tag="span" className="jp-quality-shape" title={meaning} />
      <div className="jp-quality-text">
        <button className="jp-quality-message" data-stop tabIndex={-1} onClick={() => finding.place && actions.jump(review, finding.place)}>
          <span className="jp-quality-unseen">{`${meaning}. `}</span>
          <Message text={finding.message} />
        </button>
        <Path review={review} finding={finding} />
        <Tools finding={finding} part={part} live={live} choose={chosen => controls.toggle(name, chosen)} />
        {part === 'why' && <Why rule={finding.rule} />}
        {part === 'fix' && finding.fix && live && <FixPart review={review} finding={finding} close={() => controls.toggle(name, 'fix')} />}
        {part === 'allow' && live && <AllowPart review={review} finding={finding} close={() => controls.toggle(name, 'allow')} />}
      </div>
    </li>
  );
});

/** The places that explain a finding, each a click: "fit 5:2 → split 6:1"; its own line where there are none. */
function Path({ review, finding }: { readonly review: Review; readonly finding: Finding }): JSX.Element | null {
  const { actions, trans } = useSurroundings();
  if (!finding.related.length) {
    return null;
  }
  return (
    <div className="jp-quality-path">
      {finding.related.map(({ place, note }, index) => (
        <React.Fragment key={index}>
          {index > 0 && <span aria-hidden="true"> → </span>}
          <button className="jp-quality-link" tabIndex={-1} title={placeWords(trans, place)} onClick={() => actions.jump(review, place)}>
            <Message text={note} /> {place.cell}:{place.span.line}
          </button>
        </React.Fragment>
      ))}
    </div>
  );
}

function Tools(props: {
  readonly finding: Finding;
  readonly part: Part | null;
  readonly live: boolean;
  readonly choose: (part: Part) => void;
}): JSX.Element {
  const { trans } = useSurroundings();
  const { finding, live, choose } = props;
  const tool = (part: Part, label: string, enabled: boolean): JSX.Element => (
    <button
      className="jp-quality-tool"
      data-part={part}
      tabIndex={-1}
      aria-expanded={props.part === part && enabled}
      disabled={!enabled}
      onClick={() => choose(part)}
    >
      {label}
    </button>
  );
  return (
    <div className="jp-quality-tools">
      {finding.place && (
        <span className="jp-quality-quiet" title={finding.rule}>
          {trans.__('line %1', finding.place.span.line)}
        </span>
      )}
      {tool('why', trans.__('Why'), true)}
      {finding.fix && tool('fix', trans.__('Fix…'), live)}
      {tool('allow', trans.__('Allow'), live)}
      {!live && <span className="jp-quality-quiet">{trans.__('edited since')}</span>}
    </div>
  );
}

function FixPart({ review, finding, close }: { readonly review: Review; readonly finding: Finding; readonly close: () => void }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const fix = finding.fix!;
  const caution = fix.safe ? null : trans.__('This may change what the cell does. Ctrl+Z takes it back.');
  return (
    <Changes
      title={fix.title}
      changes={preview(actions.cells(review), fix.edits)}
      caution={caution}
      apply={trans.__('Apply')}
      onApply={() => {
        actions.apply(review, fix.edits);
        close();
      }}
      onCancel={close}
    />
  );
}

function AllowPart({ review, finding, close }: { readonly review: Review; readonly finding: Finding; readonly close: () => void }): JSX.Element {
  const { actions, trans } = useSurroundings();
  const [trouble, setTrouble] = React.useState<string | null>(null);
  const allow = (where: Where): void => {
    actions.allow(review, finding, where).then(close, (error: Error) => setTrouble(error.message));
  };
  return (
    <div className="jp-quality-part">
      <p>
        {trans.__('Allow')} <code>{finding.rule}</code> {trans.__('in this')}
      </p>
      <div className="jp-quality-buttons">
        {actions.places(review, finding).map(where => (
          <button key={where} className="jp-mod-styled jp-quality-button" onClick={() => allow(where)}>
            {whereWords(trans, where)}
          </button>
        ))}
      </div>
      {trouble && <p role="alert">{trans.__('This could not be written: %1', trouble)}</p>}
    </div>
  );
}

function placeWords(trans: TranslationBundle, { cell, span }: Place): string {
  return trans.__('cell %1, line %2', cell, span.line);
}
