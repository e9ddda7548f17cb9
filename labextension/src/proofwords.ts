import type { TranslationBundle } from '@jupyterlab/translation';
import type { Proof, ProofState, Verdict } from './wire';

/** What is said of a cell, worst first. */
export const VERDICTS: readonly Verdict[] = ['fails', 'differs', 'unreached', 'nondeterministic', 'same', 'unshown'];

/** What speaks against a notebook. */
export const AGAINST: ReadonlySet<Verdict> = new Set<Verdict>(['fails', 'differs', 'unreached']);

export function verdictWord(trans: TranslationBundle, verdict: Verdict): string {
  switch (verdict) {
    case 'same':
      return trans.__('same');
    case 'differs':
      return trans.__('differs');
    case 'fails':
      return trans.__('fails');
    case 'nondeterministic':
      return trans.__('nondeterministic');
    case 'unreached':
      return trans.__('not reached');
    case 'unshown':
      return trans.__('nothing shown');
  }
}

/** "2 differ", "1 fails". */
export function verdictCount(trans: TranslationBundle, verdict: Verdict, count: number): string {
  switch (verdict) {
    case 'differs':
      return trans._n('%1 differs', '%1 differ', count);
    case 'fails':
      return trans._n('%1 fails', '%1 fail', count);
    default:
      return `${count} ${verdictWord(trans, verdict)}`;
  }
}

/** "cell 3", "cells 3 and 9", "cells 3, 9 and 2 more". */
export function cellsWords(trans: TranslationBundle, numbers: readonly number[]): string {
  const [first, second] = numbers;
  switch (numbers.length) {
    case 1:
      return trans.__('cell %1', first!);
    case 2:
      return trans.__('cells %1 and %2', first!, second!);
    default:
      return trans.__('cells %1, %2 and %3 more', first!, second!, numbers.length - 2);
  }
}

/** The last line of the tab: what the last clean run came to, when, and on what it ran. */
export function provenWords(trans: TranslationBundle, state: ProofState | null): string {
  const proof = state?.proof ?? null;
  if (!state || !proof || proof.trouble !== null) {
    return trans.__('Never proven');
  }
  const edited = state.edited ? `. ${trans.__('The code has changed since.')}` : '';
  return `${outcome(trans, proof)}${edited}`;
}

function outcome(trans: TranslationBundle, proof: Proof): string {
  const day = dayWords(proof.when);
  const ranOn = trans._n('Python %2, %1 package', 'Python %2, %1 packages', proof.packages.length, proof.python);
  if (proof.proven) {
    return trans.__('Proven on %1, %2', day, ranOn);
  }
  const against = proof.cells.filter(cell => AGAINST.has(cell.verdict)).map(cell => cell.number);
  return trans.__('Not proven on %1, %2: %3', day, ranOn, cellsWords(trans, against));
}

/** "22 Nov", with the year where that is not this one. */
function dayWords(when: string): string {
  const day = new Date(when);
  const year = day.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
  return day.toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...year });
}
