import type { TranslationBundle } from '@jupyterlab/translation';
import type { CellState, State } from './wire';

export function stateWord(trans: TranslationBundle, state: State): string {
  switch (state) {
    case 'fresh':
      return trans.__('fresh');
    case 'stale':
      return trans.__('stale');
    case 'unknown':
      return trans.__('unknown');
    case 'never-run':
      return trans.__('never run');
  }
}

export function stateMeaning(trans: TranslationBundle, state: State): string {
  switch (state) {
    case 'fresh':
      return trans.__('Fresh: a clean run gives what this shows');
    case 'stale':
      return trans.__('Stale: a clean run does not give what this shows');
    case 'unknown':
      return trans.__('Unknown: not seen running here, or beyond what can be seen');
    case 'never-run':
      return trans.__('Never run as it stands');
  }
}

export function stateCountWords(trans: TranslationBundle, state: State, count: number): string {
  return `${count} ${stateWord(trans, state)}`;
}

/** Why a cell is in its state, as whole sentences; what the state means where nothing more is known. */
export function whySentences(trans: TranslationBundle, { state, why }: CellState): string[] {
  return (why.length ? why : [stateMeaning(trans, state)]).map(asSentence);
}

/** The same in one line without marks: for a tooltip and for screen readers. */
export function whyLine(trans: TranslationBundle, cell: CellState): string {
  return whySentences(trans, cell).join(' ').replaceAll('`', '');
}

export function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
}

/** The label of the button that runs cells in order. */
export function runWords(trans: TranslationBundle, cells: readonly CellState[]): string {
  return cells.every(({ state }) => state === 'stale')
    ? trans._n('Run %1 stale cell…', 'Run %1 stale cells, in order…', cells.length)
    : trans._n('Run %1 cell…', 'Run %1 cells, in order…', cells.length);
}
