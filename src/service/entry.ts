/**
 * The service process. Started by Electron as a utility process or by Node as a fork, it serves the contract on every port that its parent sends,
 * until it is stopped or its parent exits. Importing this file has no effect.
 */
import type { MessageToService } from '#shared/service-messages';
import type { AnyPort } from '#shared/client/port';
import { assertNever } from '#shared/errors';
import { createPortHost } from './rpc/message-port';
import { findRenderer } from './bundle-files';
import { handlers } from './handlers/index';
import { LocalApi } from './http/local-api';
import { findParent, type Parent } from './parent';
import { createLogger } from './pino-logger';
import type { LogLevel } from './logger';
import { createRouter } from './rpc/router';
import { createRuntime } from './runtime';
import { StageTimes } from './recommend/stage-times';
import { replaceSecrets } from './secrets';

const logLevels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'] satisfies LogLevel[];

function levelFromEnvironment(): LogLevel {
  const level = process.env['RANKLAB_LOG_LEVEL'] ?? '';
  return logLevels.includes(level) ? (level as LogLevel) : 'info';
}

function runService(parent: Parent): void {
  const logger = createLogger({ level: levelFromEnvironment() });
  const runtime = { ...createRuntime(logger), stages: new StageTimes() };
  runtime.session.keepSchedules();
  const router = createRouter(handlers);
  const localApi = new LocalApi(async (port) => {
    // Loaded when the API is switched on, which most runs never do.
    const { startHttpHost } = await import('./http/host');
    return startHttpHost({ router, context: runtime, logger, port, rendererPath: findRenderer() });
  });
  const portHost = createPortHost({ router, context: { ...runtime, localApi }, logger });

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    // The workspace is closed by the end of the process, not on request: the next process opens it again.
    runtime.session.followWorkspace(() => undefined);
    return (stopping ??= localApi
      .stop()
      .then(() => runtime.shutDown())
      .then(exit, exit));
  };
  const exit = (error?: unknown): void => {
    if (error !== undefined) logger.error({ err: error }, 'the service did not shut down cleanly');
    process.exit(error === undefined ? 0 : 1);
  };

  const receive = (message: MessageToService, ports: readonly AnyPort[]): void => {
    if (message.type === 'connect') for (const port of ports) portHost.serve(port);
    else if (message.type === 'secrets') replaceSecrets(message.values);
    else if (message.type === 'stop') void stop();
    else assertNever(message);
  };
  // An unhandled rejection is only logged. After an uncaught exception the state may be corrupt, so the process exits and its parent restarts it.
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'a failure was not handled'));
  process.on('uncaughtException', (error) => {
    logger.error({ err: error }, 'the service ends after an unexpected failure');
    process.exit(1);
  });
  process.on('SIGTERM', () => void stop());
  parent.onMessage(receive);
  parent.onGone(() => void stop());
  runtime.session.followWorkspace((path) => parent.post({ type: 'workspace', path }));
  parent.post({ type: 'ready' });
}

const parent = findParent(import.meta.url);
if (parent) runService(parent);
