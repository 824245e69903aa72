import { errorCatalogue } from '#shared/errors';
import { asRankLabError } from '#service/errors';
import type { TaskContext } from '#engine/ports';
import { visible, visibleCell } from '#shared/visible';

/** Options of every verb: `--json` prints one document on stdout, `--quiet` no progress on stderr. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The verb's output: a JSON document, or text for people. */
export function printResult(options: OutputOptions, document: unknown, text: () => string): void {
  process.stdout.write(`${visible(options.json ? JSON.stringify(document, null, 2) : text())}\n`);
}

const progressIntervalMs = 100;

/** Progress on one line of stderr (a terminal), or a line per tenth (a log). Ctrl-C cancels the work and keeps the workspace whole. */
export function progressContext(options: OutputOptions): TaskContext & { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once('SIGINT', interrupt);
  let lastAtMs = 0;
  let lastTenth = -1;
  return {
    signal: controller.signal,
    report(fraction, currentStep = '') {
      if (options.quiet) return;
      const detail = visibleCell(currentStep);
      const percent = Math.floor(fraction * 100);
      if (process.stderr.isTTY) {
        if (Date.now() - lastAtMs < progressIntervalMs && fraction < 1) return;
        lastAtMs = Date.now();
        process.stderr.write(`\r\x1b[K${String(percent).padStart(3)} % ${detail}`);
      } else if (Math.floor(percent / 10) > lastTenth) {
        lastTenth = Math.floor(percent / 10);
        process.stderr.write(`${percent} % ${detail}\n`);
      }
    },
    done() {
      process.removeListener('SIGINT', interrupt);
      if (process.stderr.isTTY && !options.quiet) process.stderr.write('\r\x1b[K');
    },
  };
}

/** Prints the failure on stderr (with --json also as JSON on stdout) and returns the exit code. */
export function reportFailure(error: unknown, options: OutputOptions): number {
  const failure = asRankLabError(error);
  const { place, remedy } = failure.details;
  const lines = [`ranklab: ${failure.message}`];
  if (place !== undefined && !failure.message.includes(place)) lines.push(`  where: ${place}`);
  if (remedy !== undefined) lines.push(`  remedy: ${remedy}`);
  if (failure.code === 'INTERNAL' && process.env['RANKLAB_DEBUG'])
    lines.push(String(failure.cause instanceof Error ? failure.cause.stack : failure.stack));
  process.stderr.write(`${visible(lines.join('\n'))}\n`);
  if (options.json) printResult(options, { error: { code: failure.code, message: failure.message, ...failure.details } }, () => '');
  return errorCatalogue[failure.code].exitCode;
}

/** Left-aligned text columns; numbers right-aligned. */
export function textTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => visibleCell(String(cell))));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const isNumeric = headings.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  return cells
    .map((row) =>
      row
        .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
