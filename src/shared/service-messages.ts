/**
 * What passes between the process that owns the service (Electron's main) and the service itself over the parent
 * port, besides the contract: plain structured-clone values, one at a time.
 */
export type MessageToService =
  /** One MessagePort comes with it: serve the contract on that port until it closes. */
  | { readonly type: 'connect' }
  /** Keys for this run, by the name of their environment variable (`OPENAI_API_KEY`); replaces what was sent before. */
  | { readonly type: 'secrets'; readonly values: Readonly<Record<string, string>> }
  /** Finish what is being written, let go of the workspace and exit with code 0. */
  | { readonly type: 'stop' };

/** The service is up: its parent may send ports. */
export interface MessageFromService {
  readonly type: 'ready';
}
