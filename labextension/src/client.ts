import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { ProofServer } from './cleanrun';
import type { JobServer, JobState } from './job';
import { Refusal, Server } from './server';
import type { Advice, MoveRequest, MoveState, NotebookState, ProjectRequest, ProjectState, ProofState, Recorder, Report, RulePage, Status } from './wire';

/** The only caller of the server's /jupyter-quality/api/. */
export class Client implements Server {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** Clean runs. */
  readonly proofs: ProofServer = {
    ...this._jobs<ProofState>('proofs'),
    keep: (path, keep) => this._ask<ProofState>('proofs', { method: 'PUT', body: JSON.stringify({ path, keep }) })
  };
  /** Proofs of suggestions. */
  readonly moves = this._jobs<MoveState, Omit<MoveRequest, 'path'>>('refactor/proofs');
  /** Projects that are made of notebooks. */
  readonly projects = this._jobs<ProjectState, Omit<ProjectRequest, 'path'>>('projects');

  status(): Promise<Status> {
    return this._ask<Status>('status');
  }

  check(body: string): Promise<Report> {
    return this._ask<Report>('check', { method: 'POST', body });
  }

  state(body: string): Promise<NotebookState> {
    return this._ask<NotebookState>('state', { method: 'POST', body });
  }

  advise(body: string): Promise<Advice> {
    return this._ask<Advice>('refactor', { method: 'POST', body });
  }

  recorder(): Promise<Recorder> {
    return this._ask<Recorder>('recorder');
  }

  /** A rule's page, asked for once. */
  rule(name: string): Promise<RulePage> {
    let page = this._pages.get(name);
    if (!page) {
      page = this._ask<RulePage>(`rules/${encodeURIComponent(name)}`);
      page.catch(() => this._pages.delete(name));
      this._pages.set(name, page);
    }
    return page;
  }

  allow(path: string, rule: string): Promise<{ file: string }> {
    return this._ask<{ file: string }>('allow', { method: 'POST', body: JSON.stringify({ path, rule }) });
  }

  private _jobs<State extends JobState, What extends object = object>(kind: string): JobServer<State, What> {
    const at = (path: string): string => `${kind}?path=${encodeURIComponent(path)}`;
    return {
      start: (path, what) => this._ask<State>(kind, { method: 'POST', body: JSON.stringify({ path, ...what }) }),
      state: path => this._ask<State>(at(path)),
      cancel: path => this._ask<void>(at(path), { method: 'DELETE' })
    };
  }

  private async _ask<T>(what: string, init: RequestInit = {}): Promise<T> {
    const url = URLExt.join(this._settings.baseUrl, 'jupyter-quality', 'api', what);
    const response = await this._send(url, init);
    const text = await response.text();
    if (!response.ok) {
      throw refusal(response.status, text);
    }
    return (text ? JSON.parse(text) : null) as T;
  }

  private async _send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (error) {
      throw new Refusal('unreachable', error instanceof Error ? error.message : String(error));
    }
  }

  private readonly _pages = new Map<string, Promise<RulePage>>();
}

const KINDS: Readonly<Record<number, Refusal['kind']>> = { 401: 'forbidden', 403: 'forbidden', 409: 'overtaken' };

/** Our server part refuses in JSON; a 404 that is something else comes from a server without it. */
function refusal(status: number, text: string): Refusal {
  const kind = KINDS[status] ?? 'failed';
  try {
    const { message } = JSON.parse(text) as { message?: string };
    return new Refusal(kind, message ?? `HTTP ${status}`);
  } catch {
    return new Refusal(status === 404 ? 'missing' : kind, `HTTP ${status}`);
  }
}
