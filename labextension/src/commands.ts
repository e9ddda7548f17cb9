import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Actions } from './actions';
import { inReadingOrder, rows } from './listing';
import type { QualityModel, Review } from './model';
import { safeEdits } from './safe';

export const SHOW_PANEL = 'jupyter-quality:show-panel';

const EXTRACT = 'jupyter-quality:extract';

const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

/** The commands, all of them in the palette. */
export function addCommands(
  app: JupyterFrontEnd,
  palette: ICommandPalette | null,
  model: QualityModel,
  actions: Actions,
  panelId: string,
  show: (view: string) => void,
  trans: TranslationBundle
): void {
  const add = (id: string, label: string, run: (review: Review, pointed: boolean) => unknown): void => {
    app.commands.addCommand(id, {
      label,
      isEnabled: () => model.current !== null,
      execute: ({ pointed }) => model.current && run(model.current, pointed === true),
      describedBy: NO_ARGUMENTS
    });
    palette?.addItem({ command: id, category: trans.__('Notebook quality') });
  };
  app.commands.addCommand(SHOW_PANEL, {
    label: trans.__('Show notebook quality'),
    execute: () => app.shell.activateById(panelId),
    describedBy: NO_ARGUMENTS
  });
  palette?.addItem({ command: SHOW_PANEL, category: trans.__('Notebook quality') });
  add('jupyter-quality:check', trans.__('Check this notebook'), review => actions.check(review));
  add('jupyter-quality:fix-safe', trans.__('Fix what is safe'), review => actions.apply(review, safeEdits(review)));
  add(EXTRACT, trans.__('Make a function of the selected lines…'), (review, pointed) => {
    const cell = pointed ? app.contextMenuHitTest(node => node.classList.contains('jp-Cell')) : undefined;
    review.choose(actions.selection(review, cell));
    show('refactor');
  });
  app.contextMenu.addItem({ command: EXTRACT, args: { pointed: true }, selector: '.jp-Notebook .jp-CodeCell', rank: 90 });
  add('jupyter-quality:next', trans.__('Next finding'), review => step(review, actions, 1));
  add('jupyter-quality:previous', trans.__('Previous finding'), review => step(review, actions, -1));
}

/** Go from the finding stepped to last to its neighbour in reading order, around the end. */
function step(review: Review, actions: Actions, by: 1 | -1): void {
  const all = review.report ? inReadingOrder(rows(review.report)) : [];
  if (!all.length) {
    return;
  }
  const at = all.findIndex(({ key }) => key === last.get(review));
  const to = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
  last.set(review, all[to]!.key);
  actions.jump(review, all[to]!.finding.place!);
}

const last = new WeakMap<Review, string>();
