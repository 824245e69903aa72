import type { Job } from '#shared/schemas/job';
import type { MessageFromService } from '#shared/service-messages';
import { utilityProcess } from 'electron';
import type { Ipc } from './ipc';
import { isRunning, JobMonitor, type Observer } from './job-monitor';
import { Reopening } from './reopening';
import { ServiceClient } from './service-client';
import type { ServiceLog } from './service-log';
import { ServicePorts } from './service-ports';
import { ServiceProcess, type ServiceChild } from './service-process';
import type { Windows } from './windows';

const pollMs = 500;
/** A large workspace takes minutes to open; the pages wait for it meanwhile. */
const reopenPatienceMs = 600_000;
/** Number of consecutive crashes after which the user is notified; restarts continue. */
const crashesBeforeNotice = 5;

interface ServiceSettings {
  readonly modulePath: string;
  readonly ipc: Ipc;
  readonly windows: Windows;
  readonly log: ServiceLog;
  readonly secrets: () => Readonly<Record<string, string>>;
  readonly observer: Observer;
  readonly keepsCrashing: () => void;
}

/** The service as the rest of the shell sees it. */
export interface Service {
  readonly client: ServiceClient;
  sendSecrets(): void;
  runningJobs(): Promise<readonly Job[]>;
  stop(): Promise<void>;
}

/** Starts and supervises the service: after a crash a new process gets the keys, the workspace and the pages back. */
export function setupService(settings: ServiceSettings): Service {
  const { ipc, windows, log, observer } = settings;
  const client = new ServiceClient();
  const monitor = new JobMonitor(observer);

  const fork = (): ServiceChild => {
    const child = utilityProcess.fork(settings.modulePath, [], { serviceName: 'RankLab service', stdio: 'pipe' });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => log.write(chunk));
    child.on('message', (message: MessageFromService) => message.type === 'workspace' && reopening.opened(message.path));
    return child;
  };
  const sendSecrets = (): void => void service.send({ type: 'secrets', values: settings.secrets() });
  const ports = new ServicePorts(ipc, windows, () => service);

  const service = new ServiceProcess(fork, {
    started: (restarted) => {
      sendSecrets();
      client.connect(service);
      if (restarted) void reopening.reopen();
    },
    crashed: (_exitCode, crashesInARow) => {
      reopening.crashed();
      monitor.forget();
      ports.announceGone();
      if (crashesInARow === crashesBeforeNotice) settings.keepsCrashing();
    },
  });

  /** The pages return to the workspace that was open, or to Home if it cannot be opened. */
  const reopening = new Reopening({
    open: (path) => client.call(({ system }) => system.openWorkspace({ path }), reopenPatienceMs),
    done: () => ports.renew(),
  });
  const timer = repeat(async () => {
    // Until the workspace is open again the service would report that there is none.
    if (reopening.isUnderWay) return;
    const [jobs, open] = await client.call(({ job, system }) => Promise.all([job.list(), system.workspace()]));
    if (!reopening.isUnderWay) monitor.look({ jobs, workspace: open });
  });

  service.start();
  return {
    client,
    sendSecrets,
    runningJobs: async () => (await client.call(({ job }) => job.list()).catch(() => [])).filter(isRunning),
    stop: () => {
      clearInterval(timer);
      return service.stop();
    },
  };
}

/** Runs an action at every interval in which the previous one has ended; its failures are those of a service that is away. */
function repeat(action: () => Promise<void>): NodeJS.Timeout {
  let running = false;
  return setInterval(() => {
    if (running) return;
    running = true;
    void action()
      .catch(() => undefined)
      .finally(() => (running = false));
  }, pollMs);
}
