import type { ServerStatus } from '#shared/contract/server';
import type { LocalApiSwitch } from '../context';
import type { HttpHost } from './host';

const off: ServerStatus = {
  running: false,
  url: null,
  appUrl: null,
  token: null,
  startedAtMs: null,
  requestCount: 0,
  requestsPerSecond: 0,
  p50Ms: null,
  p99Ms: null,
};

/** The switch of the local API in the desktop app: off until turned on, one host at a time. */
export class LocalApi implements LocalApiSwitch {
  private host: HttpHost | undefined;
  private startedAtMs = 0;
  /** Switches are serialised in call order. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly open: (port: number) => Promise<HttpHost>) {}

  status(): ServerStatus {
    if (!this.host) return off;
    const { url, appUrl, token } = this.host;
    return { running: true, url, appUrl, token, startedAtMs: this.startedAtMs, ...this.host.load() };
  }

  start(port: number): Promise<ServerStatus> {
    return this.inTurn(async () => {
      if (this.host) return;
      this.host = await this.open(port);
      this.startedAtMs = Date.now();
    });
  }

  stop(): Promise<ServerStatus> {
    return this.inTurn(async () => {
      const { host } = this;
      this.host = undefined;
      await host?.close();
    });
  }

  private inTurn(work: () => Promise<void>): Promise<ServerStatus> {
    const done = this.last.then(work).then(() => this.status());
    this.last = done.catch(() => undefined);
    return done;
  }
}
