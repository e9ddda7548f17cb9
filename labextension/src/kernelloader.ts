import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';

/** Fails silently where the package is not installed beside the kernel: the magics are then simply not there. */
const LOAD = `
try:
    get_ipython().extension_manager.load_extension("jupyter_quality")
except Exception:
    pass
`;

/** Load the %quality magics each time a Python kernel of this session has started, as long as `wanted` says so. */
export function loadInKernels(session: ISessionContext, wanted: () => boolean): void {
  let loaded: Kernel.IKernelConnection | null = null;
  session.statusChanged.connect((_, status) => {
    const kernel = session.session?.kernel ?? null;
    if (status === 'restarting' || status === 'autorestarting' || status === 'starting') {
      loaded = null;
    } else if (status === 'idle' && kernel && kernel !== loaded && wanted()) {
      loaded = kernel;
      void load(kernel);
    }
  });
}

async function load(kernel: Kernel.IKernelConnection): Promise<void> {
  const { language_info: language } = await kernel.info;
  if (language.name === 'python' && !kernel.isDisposed) {
    kernel.requestExecute({ code: LOAD, silent: true, store_history: false, stop_on_error: false });
  }
}
