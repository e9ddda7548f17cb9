import type { ISharedCell } from '@jupyter/ydoc';
import { ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { EditorExtensionRegistry, IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Actions } from './actions';
import { CleanRun } from './cleanrun';
import { Client } from './client';
import { addCommands, SHOW_PANEL } from './commands';
import { editorMarks } from './editormarks';
import { Around, Job, Jobs } from './job';
import { Marks } from './marks';
import { QualityModel, Review } from './model';
import { QualityPanel } from './panel';
import { Problems } from './problems';
import { ProjectView } from './project';
import { RefactorView } from './refactor';
import { RunWatcher } from './runwatcher';
import { Settings } from './settings';
import { StateView } from './state';
import { whyLine } from './statewords';
import { StatusItem } from './statusitem';
import { IQualityModel } from './tokens';
import { Watcher } from './watcher';
import type { CellState } from './wire';

const ID = 'jupyter-quality:plugin';

/** JupyterLab's command that shows a folder in the file browser. */
const SHOW_FOLDER = 'filebrowser:go-to-path';

const plugin: JupyterFrontEndPlugin<QualityModel> = {
  id: ID,
  description: 'Shows what a reviewer would point out in a notebook.',
  autoStart: true,
  provides: IQualityModel,
  requires: [INotebookTracker],
  optional: [IEditorExtensionRegistry, ILayoutRestorer, ICommandPalette, ISettingRegistry, IStatusBar, ITranslator],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  editors: IEditorExtensionRegistry | null,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null,
  registry: ISettingRegistry | null,
  statusBar: IStatusBar | null,
  translator: ITranslator | null
): QualityModel {
  const trans = (translator ?? nullTranslator).load('jupyter_quality');
  const { contents, events, serverSettings } = app.serviceManager;
  const settings = new Settings(registry, ID);
  const client = new Client(serverSettings);
  const model = new QualityModel(client);
  const show = (view: string): void => {
    panel.choose(view);
    void app.commands.execute(SHOW_PANEL);
  };
  const chip = { word: trans.__('stale'), sentence: (cell: CellState) => `${trans.__('Stale')}: ${whyLine(trans, cell)}`, show: () => show('state') };
  const watcher = new Watcher(tracker, events, contents, model, settings, new RunWatcher(model, settings), chip);
  watcher.saved.connect((_, review) => void proofs.of(review).look());
  const openSettings = (): void => void app.commands.execute('settingeditor:open', { query: trans.__('Notebook quality') });
  const elsewhere = {
    settings: registry && openSettings,
    get folder() {
      return app.commands.hasCommand(SHOW_FOLDER) ? (path: string) => void app.commands.execute(SHOW_FOLDER, { path }) : null;
    }
  };
  const actions = new Actions(model, review => watcher.panelOf(review), settings, contents, elsewhere);
  const stored = (review: Review): Around => ({
    before: async () => watcher.panelOf(review)?.context.save(),
    after: () => {
      void review.states.refresh();
      void review.advising.refresh();
    }
  });
  const asItStands: Around = { before: () => Promise.resolve(), after: () => undefined };
  const proofs = new Jobs((review: Review) => new CleanRun(review.notebook, client.proofs, stored(review)));
  const moves = new Jobs((review: Review) => new Job(review.notebook, client.moves, asItStands));
  const projects = new Jobs((review: Review) => new Job(review.notebook, client.projects, stored(review)));
  const surroundings = { model, actions, proofs, moves, projects, show, trans };
  const panel = new QualityPanel(surroundings, [
    { id: 'problems', label: trans.__('Problems'), body: Problems },
    { id: 'state', label: trans.__('State'), count: review => review.states.stale, body: StateView },
    { id: 'refactor', label: trans.__('Refactor'), count: review => review.advising.advice?.suggestions.length ?? 0, body: RefactorView },
    { id: 'project', label: trans.__('Project'), body: ProjectView }
  ]);
  app.shell.add(panel, 'right', { rank: 900, type: trans.__('Notebook quality') });
  restorer?.add(panel, panel.id);
  addCommands(app, palette, model, actions, panel.id, show, trans);

  const marks = new Marks(watcher, model, settings, () => show('problems'), trans);
  editors?.addExtension({
    name: 'jupyter-quality',
    factory: ({ model: { sharedModel } }) =>
      'cell_type' in sharedModel ? EditorExtensionRegistry.createImmutableExtension(editorMarks(sharedModel as ISharedCell, marks)) : null
  });
  statusBar?.registerStatusItem('jupyter-quality:status', { item: new StatusItem(surroundings, () => void app.commands.execute(SHOW_PANEL)), align: 'left', rank: 900 });

  void model.greet();
  return model;
}

export default plugin;
export * from './tokens';
