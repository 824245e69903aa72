import { expect, it } from 'vitest';
import type { ScheduledRun, ScheduleHistory } from '#shared/schemas/schedule';
import { historyLines, historyTable, runText } from './schedule-history';

const metric = (variant: string, value: number, difference: number | null) => ({
  variant,
  spec: 'ndcg@10',
  value,
  low: value - 0.1,
  high: value + 0.1,
  userCount: 9,
  difference:
    difference === null ? null : { value: difference, low: difference - 1, high: difference + 1, verdict: 'undecided', reason: '' },
});
const run = (startedAtMs: number, status: ScheduledRun['status'], metrics: ReturnType<typeof metric>[] = []) =>
  ({
    startedAtMs,
    status,
    metrics,
    error: status === 'failed' ? { code: 'IO_FAILED', message: 'no disk' } : null,
  }) as unknown as ScheduledRun;
const history = {
  variants: ['A', 'B'],
  reference: [{ variant: 'B', spec: 'ndcg@10', value: 0.5 }],
  runs: [
    run(1, 'failed'),
    run(2, 'unchanged'), // nothing was measured before
    run(3, 'measured', [metric('A', 0.4, null), metric('B', 0.6, 0.2)]),
    run(4, 'unchanged'),
    run(5, 'failed'),
    run(6, 'measured', [metric('A', 0.3, null), metric('B', 0.2, -0.1)]),
  ],
} as unknown as ScheduleHistory;

it('repeats the last values for unchanged data, and omits failed runs', () => {
  const lines = historyLines(history, 'ndcg@10', 'value');
  expect(lines.map(({ variant, reference }) => [variant, reference])).toEqual([
    ['A', undefined],
    ['B', 0.5],
  ]);
  expect(lines[1]?.points.map(({ timeMs, value }) => [timeMs, value])).toEqual([
    [3, 0.6],
    [4, 0.6],
    [6, 0.2],
  ]);
});

it('has no difference for the baseline', () => {
  const lines = historyLines(history, 'ndcg@10', 'difference');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    variant: 'B',
    reference: undefined,
    points: [{ value: 0.2, low: -0.8, high: 1.2 }, {}, { value: -0.1 }],
  });
  expect(historyTable(lines, 'ndcg@10').rows[2]).toEqual(['1970-01-01T00:00:00.006Z', 'B', -0.1, -1.1, 0.9]);
});

it('is empty for a metric that was not measured', () => {
  expect(historyLines(history, 'map', 'value').map(({ points }) => points)).toEqual([[], []]);
});

it('describes each kind of last run', () => {
  expect([null, ...history.runs.slice(0, 3)].map(runText)).toEqual(['not run yet', 'failed: no disk', 'nothing had changed', 'measured']);
});
