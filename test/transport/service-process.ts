/** The built service as a forked process, and a typed connection to it, as in Electron's main but without Electron. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { IpcChannels, isChannelMessage } from '#service/rpc/ipc-port';
import { connectPort, type PortConnection } from '#shared/client/port';
import type { MessageFromService, MessageToService } from '#shared/service-messages';

const serviceFile = resolve(import.meta.dirname, '../../out/node/service.js');

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The folders of workspaces that it said it had opened, null for one closed, in order. */
  readonly workspaces: readonly (string | null)[];
  connect(): PortConnection;
  send(message: MessageToService): void;
  /** The exit code, once it has ended. */
  readonly exited: Promise<number | null>;
}

export async function forkService(environment: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
  const child = fork(serviceFile, {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  const channels = new IpcChannels((message) => child.connected && child.send(message));
  const workspaces: (string | null)[] = [];
  child.on('message', (message) => {
    if (isChannelMessage(message)) channels.receive(message);
    else if ((message as MessageFromService).type === 'workspace') workspaces.push((message as { path: string | null }).path);
  });
  child.on('disconnect', () => channels.closeAll());
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const [first] = (await Promise.race([
    once(child, 'message'),
    exited.then((code) => Promise.reject(new Error(`exit ${code}: ${output}`))),
  ])) as [unknown];
  if ((first as { type?: string }).type !== 'ready') throw new Error(`The service said ${JSON.stringify(first)} first`);
  return {
    child,
    output: () => output,
    workspaces,
    connect: () => connectPort(channels.open()),
    send: (message) => child.send(message),
    exited,
  };
}
