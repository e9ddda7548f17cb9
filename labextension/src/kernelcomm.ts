import type { ISessionContext } from '@jupyterlab/apputils';
import { Kernel, KernelMessage } from '@jupyterlab/services';
import type { Run } from './states';

/** The target that the recorder registers in the kernel. */
const TARGET = 'jupyter_quality';

/** One id for all pages: a comm that is opened again replaces the one before, so a kernel never sends a record twice. */
const COMM = 'jupyter_quality';

/**
 * Hear of each run in the kernels of a session.
 *
 * JupyterLab lets one connection of a kernel have comms; a second notebook on it would hear nothing. What the kernel
 * broadcasts reaches them all, so this listens there.
 */
export function hearRuns(session: ISessionContext, hear: (runs: readonly Run[]) => void): void {
  session.iopubMessage.connect((_, message) => {
    if (KernelMessage.isCommMsgMsg(message) && message.content.comm_id === COMM) {
      hear((message.content.data as { runs?: Run[] }).runs ?? []);
    }
  });
}

/** Ask the recorder in a kernel for all runs it knows, and for each one to come. */
export function askForRuns(kernel: Kernel.IKernelConnection): void {
  const message = KernelMessage.createMessage<KernelMessage.ICommOpenMsg<'shell'>>({
    msgType: 'comm_open',
    channel: 'shell',
    username: kernel.username,
    session: kernel.clientId,
    content: { comm_id: COMM, target_name: TARGET, data: {} }
  });
  kernel.sendShellMessage(message, false, true);
}
