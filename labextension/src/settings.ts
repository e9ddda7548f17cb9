import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';

/** What the user can switch off in the browser; the defaults are those of schema/plugin.json. */
export class Settings {
  readonly changed = new Signal<this, void>(this);

  checkOnSave = true;
  squiggles = true;
  loadInKernel = true;

  /** Follow the settings registry. */
  follow(settings: ISettingRegistry.ISettings): void {
    const read = (): void => {
      this.checkOnSave = settings.composite.checkOnSave !== false;
      this.squiggles = settings.composite.squiggles !== false;
      this.loadInKernel = settings.composite.loadInKernel !== false;
      this.changed.emit();
    };
    settings.changed.connect(read);
    read();
  }
}
