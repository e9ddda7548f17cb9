import { LabIcon } from '@jupyterlab/ui-components';
import type { Severity, Standing, State } from './wire';

function drawn(name: string, body: string): LabIcon {
  const svgstr = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${body}</svg>`;
  return new LabIcon({ name: `jupyter-quality:${name}`, svgstr });
}

/** The panel's own sign: a page with lines, and a tick. */
export const reviewIcon = drawn(
  'review',
  '<path class="jp-icon3" fill="#616161" d="M3 1h8a1 1 0 0 1 1 1v4.6l-1.5 1.5V2.5h-7v11h3.2L8.2 15H3a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1z"/>' +
    '<path class="jp-icon3" fill="#616161" d="M4.8 4.4h4.4v1.2H4.8zM4.8 7h4.4v1.2H4.8zM4.8 9.6h2.4v1.2H4.8z"/>' +
    '<path class="jp-icon3" fill="#616161" d="M10.3 14.9 7.6 12.2l1.1-1.1 1.6 1.6 4-4 1.1 1.1z"/>'
);

/** A shape for each severity, so that colour is only a third sign after shape and word. */
export const severityIcons: Record<Severity, LabIcon> = {
  wrong: drawn('wrong', '<circle cx="8" cy="8" r="5.5"/>'),
  fragile: drawn('fragile', '<path d="M8 2.2 14.4 13.4H1.6z"/>'),
  style: drawn('style', '<circle cx="8" cy="8" r="4.6" style="fill: none; stroke: currentColor; stroke-width: 1.8"/>')
};

/** A shape for each state of a cell: a tick, a diamond, a question mark, a dash. */
export const stateIcons: Record<State, LabIcon> = {
  fresh: drawn('fresh', '<path d="M6.3 13 2 8.7l1.6-1.6 2.7 2.7 6.1-6.1L14 5.3z"/>'),
  stale: drawn('stale', '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>'),
  unknown: drawn(
    'unknown',
    '<path d="M7 10.2c0-2.8 2.6-2.7 2.6-4.4 0-.9-.6-1.5-1.6-1.5S6.4 5 6.3 6H4.1C4.2 3.6 5.8 2.2 8 2.2s3.8 1.4 3.8 3.5c0 2.5-2.6 2.6-2.6 4.5zm-.1 1.4h2.4V14H6.9z"/>'
  ),
  'never-run': drawn('never-run', '<path d="M3 7h10v2H3z"/>')
};

/** A shape for how a line of the checklist stands: a tick, an empty circle, a question mark. */
export const standingIcons: Record<Standing, LabIcon> = { done: stateIcons.fresh, open: severityIcons.style, unknown: stateIcons.unknown };
