import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';

/** What the user can switch off in the browser; the defaults are those of schema/plugin.json. */
export class Settings {
  constructor(registry: ISettingRegistry | null, plugin: string) {
    this.ready = registry ? registry.load(plugin).then(loaded => this._follow(loaded)) : Promise.resolve();
  }

  readonly changed = new Signal<this, void>(this);

  /** Settled when the user's own settings are known. */
  readonly ready: Promise<void>;

  checkOnSave = true;
  squiggles = true;
  loadInKernel = true;
  state = true;

  private _follow(settings: ISettingRegistry.ISettings): void {
    const read = (): void => {
      this.checkOnSave = settings.composite.checkOnSave !== false;
      this.squiggles = settings.composite.squiggles !== false;
      this.loadInKernel = settings.composite.loadInKernel !== false;
      this.state = settings.composite.state !== false;
      this.changed.emit();
    };
    settings.changed.connect(read);
    read();
  }
}
