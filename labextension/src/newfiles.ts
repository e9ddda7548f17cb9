import { PathExt } from '@jupyterlab/coreutils';
import { Contents, ServerConnection } from '@jupyterlab/services';
import type { NewFile } from './wire';

/** Write new files beside a notebook; where one stands there already nothing is written, and its path is the answer. */
export async function writeFiles(contents: Contents.IManager, notebook: string, files: readonly NewFile[]): Promise<string | null> {
  const places = files.map(({ path, text }) => ({ path, text, place: beside(contents, notebook, path) }));
  for (const { path, place } of places) {
    if (await stands(contents, place)) {
      return path;
    }
  }
  for (const { place, text } of places) {
    await contents.save(place, { type: 'file', format: 'text', content: text });
  }
  return null;
}

/** A path relative to a notebook's folder, as the contents manager names it. */
function beside(contents: Contents.IManager, notebook: string, path: string): string {
  const drive = contents.driveName(notebook);
  const local = PathExt.join(PathExt.dirname(contents.localPath(notebook)), path);
  return drive ? `${drive}:${local}` : local;
}

async function stands(contents: Contents.IManager, path: string): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch (error) {
    if (error instanceof ServerConnection.ResponseError && error.response.status === 404) {
      return false;
    }
    throw error;
  }
}
