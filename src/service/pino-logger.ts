import { pino, type DestinationStream } from 'pino';
import type { Logger, LogLevel } from './logger';
import { withoutSecrets } from './secrets';

/**
 * Structured logs, one JSON object a line, on stderr by default (stdout belongs to results).
 * Every line passes through `withoutSecrets`.
 */
export function createLogger(options: { level?: LogLevel; destination?: { write(line: string): unknown } } = {}): Logger {
  const target = options.destination ?? process.stderr;
  const stream: DestinationStream = { write: (line: string) => void target.write(withoutSecrets(line)) };
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['token', 'apiKey', 'authorization', 'cookie', '*.token', '*.apiKey', '*.authorization', '*.cookie'],
        censor: '[secret]',
      },
    },
    stream,
  );
}
