import type * as Electron from 'electron';
import { fork as forkChild, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { PortCarrier, type MessagePortMain } from './message-ports';

/** Messages between parent and child, over Node's channel with structured clone. */
export type ProcessMessage =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: number[] }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

type Members = 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr';

const running = new Set<ForkedProcess>();

/** What `app.getAppMetrics` reports about forked processes. */
export const forkedProcesses = (): { type: 'Utility'; name: string; pid: number }[] =>
  [...running].map((child) => ({ type: 'Utility', name: child.name, pid: child.pid ?? 0 }));

class ForkedProcess extends EventEmitter implements Pick<Electron.UtilityProcess, Members> {
  readonly #child: ChildProcess;
  readonly #carrier: PortCarrier;
  readonly name: string;

  constructor(modulePath: string, args: string[], options: Electron.ForkOptions) {
    super();
    this.name = options.serviceName ?? 'Node Utility Process';
    running.add(this);
    this.#child = forkChild(modulePath, args, {
      execArgv: ['--enable-source-maps', '--import', new URL('./service-host.js', import.meta.url).href],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...(options.env && { env: options.env as NodeJS.ProcessEnv }),
    });
    const post = (message: ProcessMessage): void => void (this.#child.connected && this.#child.send(message));
    this.#carrier = new PortCarrier(
      (port, data) => post({ kind: 'port', port, data }),
      (port) => post({ kind: 'port-closed', port }),
    );
    this.#child.on('message', (message) => this.#hear(message as ProcessMessage));
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('exit', (code) => {
      running.delete(this);
      this.#carrier.closeAll();
      this.emit('exit', code ?? 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }
  get stdout(): Readable | null {
    return this.#child.stdout;
  }
  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(data: unknown, ports: MessagePortMain[] = []): void {
    const ids = ports.map((port) => this.#carrier.carry(port.detach()));
    if (this.#child.connected) this.#child.send({ kind: 'message', data, ports: ids } satisfies ProcessMessage);
  }

  kill(): boolean {
    return this.#child.kill();
  }

  #hear(message: ProcessMessage): void {
    if (message.kind === 'port') this.#carrier.receive(message.port, message.data);
    else if (message.kind === 'port-closed') this.#carrier.onPortClosed(message.port);
    else this.emit('message', message.data);
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) => new ForkedProcess(modulePath, args, options),
};
