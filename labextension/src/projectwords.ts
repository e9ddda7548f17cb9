import type { TranslationBundle } from '@jupyterlab/translation';
import { asSentence } from './statewords';
import type { ProjectReport, ReportedCell, Standing } from './wire';

export function standingWord(trans: TranslationBundle, standing: Standing): string {
  switch (standing) {
    case 'done':
      return trans.__('done');
    case 'open':
      return trans.__('open');
    case 'unknown':
      return trans.__('not known');
  }
}

/** Whether the package gives what the notebook gives, and where not. */
export function outcomeWords(trans: TranslationBundle, { package: name, verified, unproven, failing }: ProjectReport): string {
  const told = verified
    ? trans.__('Proven: `%1` gave the same as the notebook, each run in a fresh kernel.', name)
    : trans.__('Not proven: %1', asSentence(unproven ?? trans.__('`%1` does not give the same', name)));
  return failing === null ? told : `${told} ${trans.__('The notebook itself ends with an error: %1', asSentence(failing))}`;
}

/** "7 functions, 6 recorded tests pass, 1 failed and was dropped." */
export function testWords(trans: TranslationBundle, { functions, tests }: ProjectReport): string {
  const parts = [
    trans._n('%1 function', '%1 functions', functions.length),
    trans._n('%1 recorded test passes', '%1 recorded tests pass', tests.passed)
  ];
  if (tests.failed) {
    parts.push(trans._n('%1 failed and was dropped', '%1 failed and were dropped', tests.failed));
  }
  return asSentence(parts.join(', '));
}

/** Where a cell went, in a package, and what of it stays. */
export function cellWords(trans: TranslationBundle, name: string, { moved_to, parameters, kept, reason }: ReportedCell): string {
  const went = moved_to.map(full => `\`${full.startsWith(`${name}.`) ? full.slice(name.length + 1) : full}\``);
  if (parameters) {
    went.push(trans.__('the parameters'));
  }
  const parts = went.length ? [`→ ${went.join(', ')}`] : [];
  if (kept || !went.length) {
    parts.push(reason === null ? trans.__('stays') : trans.__('stays: %1', reason));
  }
  return parts.join('; ');
}
