import type { MessageToService } from '#shared/service-messages';
import type { MessagePortMain, UtilityProcess } from 'electron';

/** The used part of Electron's UtilityProcess, so that tests can substitute it. */
export type ServiceChild = Pick<UtilityProcess, 'postMessage' | 'kill' | 'on' | 'once'>;

/** The first restart follows at once, later ones wait longer, and none longer than this. */
const maximumWaitMs = 1_600;
/** After this uptime the restart delay is reset. */
const healthyAfterMs = 30_000;

export const restartWaitMs = (crashesInARow: number): number =>
  crashesInARow <= 1 ? 0 : Math.min(maximumWaitMs, 100 * 2 ** (crashesInARow - 2));

interface ServiceEvents {
  /** A new process runs and takes ports; `restarted` after a crash. */
  started(restarted: boolean): void;
  /** The process ended without being asked to. */
  crashed(exitCode: number, crashesInARow: number): void;
}

/** Owns the service's process: started once, started again after a crash, stopped when the application quits. */
export class ServiceProcess {
  #child: ServiceChild | null = null;
  #crashesInARow = 0;
  #stopping = false;

  constructor(
    private readonly fork: () => ServiceChild,
    private readonly events: ServiceEvents,
    private readonly nowMs: () => number = Date.now,
  ) {}

  start(): void {
    this.#launch(false);
  }

  /** False while there is no process: the sender retries on `started`. */
  send(message: MessageToService, ports: MessagePortMain[] = []): boolean {
    this.#child?.postMessage(message, ports);
    return this.#child !== null;
  }

  /** Asks the service to finish, and kills it after `patienceMs`. */
  async stop(patienceMs = 5_000): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child) return;
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    child.postMessage({ type: 'stop' } satisfies MessageToService);
    const killTimer = setTimeout(() => child.kill(), patienceMs);
    await exited;
    clearTimeout(killTimer);
  }

  #launch(restarted: boolean): void {
    const startedAtMs = this.nowMs();
    const child = this.fork();
    this.#child = child;
    child.once('exit', (exitCode: number) => {
      this.#child = null;
      if (this.#stopping) return;
      this.#crashesInARow = this.nowMs() - startedAtMs >= healthyAfterMs ? 1 : this.#crashesInARow + 1;
      this.events.crashed(exitCode, this.#crashesInARow);
      setTimeout(() => !this.#stopping && this.#launch(true), restartWaitMs(this.#crashesInARow));
    });
    this.events.started(restarted);
  }
}
