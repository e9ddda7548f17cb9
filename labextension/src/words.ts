import type { TranslationBundle } from '@jupyterlab/translation';
import type { Where } from './actions';
import type { QualityModel, Review } from './model';
import { Refusal } from './server';
import type { Severity } from './wire';

export function countWords(trans: TranslationBundle, severity: Severity, count: number): string {
  switch (severity) {
    case 'wrong':
      return trans.__('%1 wrong', count);
    case 'fragile':
      return trans.__('%1 fragile', count);
    case 'style':
      return trans.__('%1 style', count);
  }
}

export function severityMeaning(trans: TranslationBundle, severity: Severity): string {
  switch (severity) {
    case 'wrong':
      return trans.__('Wrong: the result is likely not what it seems');
    case 'fragile':
      return trans.__('Fragile: right today, breaks on a re-run or elsewhere');
    case 'style':
      return trans.__('Style: harder to read than it need be');
  }
}

export function whereWords(trans: TranslationBundle, where: Where): string {
  switch (where) {
    case 'line':
      return trans.__('line');
    case 'cell':
      return trans.__('cell');
    case 'notebook':
      return trans.__('notebook');
    case 'project':
      return trans.__('project');
  }
}

/** "just now", "3 min ago", or the time of day. */
export function agoWords(trans: TranslationBundle, at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) {
    return trans.__('checked just now');
  }
  return minutes < 60
    ? trans.__('checked %1 min ago', minutes)
    : trans.__('checked at %1', new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
}

/** The one line at the top where something is missing: what works all the same, and the one step that mends it. */
export function noticeWords(trans: TranslationBundle, { status, current }: QualityModel, version: string): string | null {
  if (status instanceof Refusal) {
    return refusalWords(trans, status);
  }
  if (status && status.version !== version) {
    return trans.__(
      'This page is version %1, the server %2. Checks work; to have all the rest, restart JupyterLab and reload the page.',
      version,
      status.version
    );
  }
  return current && reviewNotice(trans, current);
}

function reviewNotice(trans: TranslationBundle, { notebook, refusal, report }: Review): string | null {
  const { language } = notebook;
  if (language !== null && language !== 'python') {
    return trans.__('This notebook is written in %1. Only Python is checked; everything else works as always.', language);
  }
  return refusal ? refusalWords(trans, refusal) : report?.trouble ?? null;
}

function refusalWords(trans: TranslationBundle, { kind, message }: Refusal): string {
  switch (kind) {
    case 'missing':
      return trans.__(
        'The server part is not running, so nothing is checked here; %quality still works in a cell. Run “jupyter server extension enable jupyter_quality” and restart JupyterLab.'
      );
    case 'forbidden':
      return trans.__('The server does not let you read this notebook, so it is not checked. Sign in again, then check again.');
    case 'overtaken':
    case 'unreachable':
      return trans.__('The server does not answer; what you see is from before. It is checked again at the next save.');
    case 'failed':
      return trans.__('This check did not finish (%1); what you see is from before. Save to check again.', message);
  }
}
