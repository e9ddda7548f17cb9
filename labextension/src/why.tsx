import React, { useEffect, useState } from 'react';
import { useSurroundings } from './hooks';
import { Message } from './message';
import type { RulePage } from './wire';

/** A rule's page, in place: what it means, why it matters, a bad and a good example side by side, how to allow it. */
export function Why({ rule }: { readonly rule: string }): JSX.Element {
  const { model, trans } = useSurroundings();
  const [page, setPage] = useState<RulePage | Error | null>(null);
  useEffect(() => {
    let wanted = true;
    model.server.rule(rule).then(
      answer => wanted && setPage(answer),
      (error: Error) => wanted && setPage(error)
    );
    return () => {
      wanted = false;
    };
  }, [model, rule]);
  if (page === null) {
    return <div className="jp-quality-part" aria-busy="true" />;
  }
  if (page instanceof Error) {
    return <p className="jp-quality-part jp-quality-quiet">{trans.__('This page could not be read: %1', page.message)}</p>;
  }
  return <Page page={page} />;
}

function Page({ page }: { readonly page: RulePage }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <div className="jp-quality-part jp-quality-page">
      <p>
        <strong>
          <Message text={page.summary} />
        </strong>
      </p>
      {paragraphs(page.why).map((text, index) => (
        <p key={index}>
          <Message text={text} />
        </p>
      ))}
      <div className="jp-quality-examples">
        {page.bad.length > 0 && <Example title={trans.__('Rather not')} text={page.bad[0]!} />}
        {page.good.length > 0 && <Example title={trans.__('Better')} text={page.good[0]!} />}
      </div>
      {page.further && <Further text={page.further} />}
      <p className="jp-quality-quiet">
        {trans.__('To allow it on a line:')} <code>{`# quality: allow ${page.name}`}</code>
      </p>
    </div>
  );
}

/** An example, cell by cell; the lines that are found, marked `# <-`, are lit. `[3]` after a cell's rule says that it ran third. */
function Example({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  const cells = text.trim().split(/^# %%/m).filter(Boolean);
  return (
    <figure className="jp-quality-example">
      <figcaption className="jp-quality-quiet">{title}</figcaption>
      {cells.map((cell, index) => {
        const [head, ...lines] = cell.trimEnd().split('\n');
        return (
          <pre key={index}>
            {head!.trim() && <span className="jp-quality-line jp-mod-same">{`${head!.trim()}\n`}</span>}
            {lines.map((line, at) => (
              <span key={at} className={line.endsWith('# <-') ? 'jp-quality-line jp-mod-marked' : 'jp-quality-line'}>
                {`${line.replace(/\s*# <-$/, '')}\n`}
              </span>
            ))}
          </pre>
        );
      })}
    </figure>
  );
}

function Further({ text }: { readonly text: string }): JSX.Element {
  const { trans } = useSurroundings();
  return /^https?:\/\//.test(text) ? (
    <p>
      <a className="jp-quality-link" href={text} target="_blank" rel="noopener noreferrer">
        {trans.__('Further reading')}
      </a>
    </p>
  ) : (
    <p>
      <Message text={text} />
    </p>
  );
}

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map(part => part.replace(/\s*\n\s*/g, ' ').trim());
}
