import { LabIcon } from '@jupyterlab/ui-components';
import type { Severity } from './wire';

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
