import type { Command } from 'commander';
import { experimentNamed } from '#service/experiments/experiment-named';
import { measureScheduled } from '#service/schedules/measure-scheduled';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import {
  scheduleChangeSchema,
  scheduleCreateSchema,
  type ScheduledRun,
  type ScheduleHistory,
  type ScheduleSummary,
} from '#shared/schemas/schedule';
import { parseOrThrow } from '#shared/validation';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface ScheduleOptions extends OutputOptions {
  readonly workspace: string;
  readonly add?: string;
  readonly experiment?: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly keep?: string;
  readonly change?: string;
  readonly pause: string[];
  readonly resume: string[];
  readonly remove: string[];
  readonly run?: string;
  readonly history?: string;
}

export function schedule(program: Command): void {
  program
    .command('schedule')
    .description('List the comparisons that “ranklab serve” measures again at fixed times; add, change, run or remove some.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--add <id>', 'add a schedule under this name')
    .option('--experiment <name>', 'name or id of the saved comparison to measure again')
    .option('--cron <expression>', 'minute, hour, day of the month, month, weekday: “30 3 * * *” is 3:30 every day')
    .option('--time-zone <name>', 'IANA name of the time zone of --cron (default: UTC)')
    .option('--keep <number>', 'keep so many runs (default: 500)')
    .option('--change <id>', 'give this schedule the times of --cron and --time-zone, and --keep')
    .option('--pause <ids...>', 'keep from being measured', [])
    .option('--resume <ids...>', 'measure again from the next planned time on', [])
    .option('--remove <ids...>', 'remove, with the measurements', [])
    .option('--run <id>', 'measure now')
    .option('--history <id>', 'print the measurements of one schedule')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ScheduleOptions) => {
      const progress = progressContext(options);
      const result = await withWorkspace(options.workspace, async ({ session }) => {
        const workspace = session.current();
        await applyChanges(workspace, options);
        const run = options.run === undefined ? undefined : await runNow(workspace, options.run, progress);
        const history = options.history === undefined ? undefined : await workspace.schedules.history(options.history);
        return { schedules: await workspace.schedules.list(), ...(run && { run }), ...(history && { history }) };
      });
      progress.done();
      if (result.run?.error) process.exitCode = 1;
      printResult(options, result, () =>
        [
          asText(result.schedules),
          ...(result.run ? [runText(result.run)] : []),
          ...(result.history ? [historyText(result.history)] : []),
        ].join('\n\n'),
      );
    });
}

async function applyChanges({ schedules, store }: OpenWorkspace, options: ScheduleOptions): Promise<void> {
  const { add, change, experiment = '', cron, timeZone } = options;
  const keep = options.keep === undefined ? undefined : Number(options.keep);
  const times = { ...(cron !== undefined && { cron }), ...(timeZone !== undefined && { timeZone }), ...(keep !== undefined && { keep }) };
  if (add !== undefined) {
    const saved = await experimentNamed(store.experiments, experiment, '--experiment');
    await schedules.create(parseOrThrow(scheduleCreateSchema, { id: add, experimentId: saved.id, ...times }, '--add'), saved);
  }
  if (change !== undefined) await schedules.change(parseOrThrow(scheduleChangeSchema, { id: change, ...times }, '--change'));
  for (const id of options.pause) await schedules.change({ id, paused: true });
  for (const id of options.resume) await schedules.change({ id, paused: false });
  for (const id of options.remove) await schedules.remove(id);
}

async function runNow(workspace: OpenWorkspace, id: string, progress: ReturnType<typeof progressContext>): Promise<ScheduledRun> {
  const run = await measureScheduled(workspace, await workspace.schedules.get(id), null, progress);
  await workspace.schedules.addRun(id, run);
  return run;
}

const time = (ms: number | null): string => (ms === null ? '–' : new Date(ms).toISOString().slice(0, 16).replace('T', ' '));

function asText(schedules: readonly ScheduleSummary[]): string {
  if (schedules.length === 0) return 'Nothing is scheduled.';
  return textTable(
    ['schedule', 'comparison', 'times', 'time zone', 'next (UTC)', 'last (UTC)', 'last run', 'runs'],
    schedules.map(({ id, name, cron, timeZone, paused, nextAtMs, lastRun, runCount }) => [
      id,
      name,
      cron,
      timeZone,
      paused ? 'paused' : time(nextAtMs),
      time(lastRun?.startedAtMs ?? null),
      lastRun?.status ?? 'none yet',
      String(runCount),
    ]),
  );
}

const digits = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

function runText({ status, error, metrics, startedAtMs }: ScheduledRun): string {
  if (error) return `Failed: ${error.message}${error.remedy === undefined ? '' : ` ${error.remedy}`}`;
  if (status === 'unchanged')
    return 'Nothing has changed since the last measurement, whose numbers stand; the test part was not looked at.';
  return [
    `Measured at ${time(startedAtMs)}:`,
    textTable(
      ['variant', 'metric', 'value', 'interval', 'difference', 'verdict'],
      metrics.map(({ variant, spec, value, low, high, difference }) => [
        variant,
        spec,
        digits(value),
        `[${digits(low)}, ${digits(high)}]`,
        difference ? `${digits(difference.value)} [${digits(difference.low)}, ${digits(difference.high)}]` : '',
        difference?.verdict ?? '',
      ]),
    ),
  ].join('\n');
}

function historyText({ runs, variants, metrics }: ScheduleHistory): string {
  const columns = metrics.slice(0, 3).flatMap((spec) => variants.slice(0, 3).map((variant) => ({ spec, variant })));
  return textTable(
    ['time (UTC)', 'run', 'test users', ...columns.map(({ spec, variant }) => `${spec} ${variant}`)],
    runs.map((run) => [
      time(run.startedAtMs),
      run.status,
      String(run.testUserCount ?? '–'),
      ...columns.map(({ spec, variant }) => {
        const found = run.metrics.find((metric) => metric.spec === spec && metric.variant === variant);
        return digits(found?.value ?? null);
      }),
    ]),
  );
}
