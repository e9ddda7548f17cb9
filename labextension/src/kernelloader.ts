import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';

/** Loads the magics and the recorder of runs; fails silently where the package is not installed beside the kernel. */
const LOAD = `
try:
    get_ipython().extension_manager.load_extension("jupyter_quality")
except Exception:
    pass
`;

/** The package records runs from when it is loaded; a user who wants no marks wants no records either. */
const DO_NOT_RECORD = '__import__("jupyter_quality.kernel.recording", fromlist=["stop"]).stop(get_ipython())';

const LOADED = '"jupyter_quality" in get_ipython().extension_manager.loaded';

/** What to do in the kernels of a notebook. */
export interface Loading {
  /** Whether anything is to be done in kernels. */
  wanted(): boolean;
  /** Whether runs are to be recorded. */
  records(): boolean;
  /** The source that records runs where the package is not installed; null where there is none. */
  recorder(): Promise<string | null>;
  /** The kernel records its runs from now on. */
  ready(kernel: Kernel.IKernelConnection): void;
}

/** Load the extension each time a Python kernel of this session has started, without a trace in its history. */
export function loadInKernels(session: ISessionContext, loading: Loading): void {
  let loaded: Kernel.IKernelConnection | null = null;
  session.statusChanged.connect((_, status) => {
    const kernel = session.session?.kernel ?? null;
    if (status === 'restarting' || status === 'autorestarting' || status === 'starting') {
      loaded = null;
    } else if (status === 'idle' && kernel && kernel !== loaded && loading.wanted()) {
      loaded = kernel;
      void load(kernel, loading);
    }
  });
}

async function load(kernel: Kernel.IKernelConnection, loading: Loading): Promise<void> {
  const { language_info: language } = await kernel.info;
  if (language.name !== 'python' || kernel.isDisposed) {
    return;
  }
  const isThere = await run(kernel, LOAD, LOADED);
  if (isThere && !loading.records()) {
    await run(kernel, DO_NOT_RECORD, 'True');
  } else if (loading.records() && (isThere || (await send(kernel, loading)))) {
    loading.ready(kernel);
  }
}

/** Send the recorder into a kernel in whose environment the package is not installed. */
async function send(kernel: Kernel.IKernelConnection, loading: Loading): Promise<boolean> {
  const source = await loading.recorder();
  return source !== null && !kernel.isDisposed && run(kernel, source, 'True');
}

/** Run code silently, then see whether an expression holds. */
async function run(kernel: Kernel.IKernelConnection, code: string, expression: string): Promise<boolean> {
  const request = { code, silent: true, store_history: false, stop_on_error: false, user_expressions: { holds: expression } };
  try {
    const { content } = await kernel.requestExecute(request).done;
    const { holds } = (content.status === 'ok' ? content.user_expressions : {}) as { holds?: { data?: Record<string, unknown> } };
    return holds?.data?.['text/plain'] === 'True';
  } catch {
    return false; // the kernel was restarted or closed meanwhile: nothing of ours is in it
  }
}
