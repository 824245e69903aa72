/**
 * Messages between the owner of the service (Electron's main process) and the service over the parent port, besides the contract: plain
 * structured-clone values, one at a time.
 */
export type MessageToService =
  /** One MessagePort comes with it: serve the contract on that port until it closes. */
  | { readonly type: 'connect' }
  /** Keys for this run, by the name of their environment variable (`OPENAI_API_KEY`); replaces earlier ones. */
  | { readonly type: 'secrets'; readonly values: Readonly<Record<string, string>> }
  /** Finish pending writes, close the workspace and exit with code 0. */
  | { readonly type: 'stop' };

export type MessageFromService =
  /** The service is up: its parent may send ports. */
  | { readonly type: 'ready' }
  /** The folder of the workspace that is open from now on; null after it was closed on request. */
  | { readonly type: 'workspace'; readonly path: string | null };
