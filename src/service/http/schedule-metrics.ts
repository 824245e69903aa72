import { Gauge, type Registry } from 'prom-client';
import type { ScheduledMetric, ScheduleSummary } from '#shared/schemas/schedule';

const labelNames = ['schedule', 'variant', 'metric'];

/** Values of each metric's gauges, by name after `ranklab_scheduled_`. */
const ofMetric: Readonly<Record<string, [help: string, value: (metric: ScheduledMetric) => number | null]>> = {
  metric: ['Value of the last measurement.', ({ value }) => value],
  metric_low: ['Lower end of the interval of the mean over users.', ({ low }) => low],
  metric_high: ['Upper end of the interval of the mean over users.', ({ high }) => high],
  verdict: [
    'Against the first variant of the comparison, corrected: 1 better, 0 undecided, -1 worse.',
    ({ difference }) => difference && { better: 1, undecided: 0, worse: -1 }[difference.verdict],
  ],
};

/** Values of each schedule's gauges. */
const ofSchedule: Readonly<Record<string, [help: string, value: (schedule: ScheduleSummary) => number | null]>> = {
  last_run_timestamp_seconds: ['Start of the last run.', ({ lastRun }) => lastRun && lastRun.startedAtMs / 1_000],
  last_run_failed: ['1 if the last run failed.', ({ lastRun }) => lastRun && Number(lastRun.status === 'failed')],
  next_run_timestamp_seconds: ['When the next run is due.', ({ nextAtMs }) => nextAtMs && nextAtMs / 1_000],
};

/** Gauges of the scheduled comparisons: the last measurement, the saved values to hold it against, and when they ran. */
export function registerScheduleMetrics(registry: Registry, schedules: () => Promise<readonly ScheduleSummary[]>): void {
  const gauge = (name: string, help: string, labels: string[], collect: (gauge: Gauge, all: readonly ScheduleSummary[]) => void): void => {
    new Gauge({
      name: `ranklab_scheduled_${name}`,
      help,
      labelNames: labels,
      registers: [registry],
      async collect() {
        this.reset();
        collect(this, await schedules().catch(() => []));
      },
    });
  };
  for (const [name, [help, value]] of Object.entries(ofMetric)) {
    gauge(name, help, labelNames, (one, all) => {
      for (const { id, lastMeasured } of all)
        for (const metric of lastMeasured?.metrics ?? []) {
          const number = value(metric);
          if (number !== null) one.labels(id, metric.variant, metric.spec).set(number);
        }
    });
  }
  gauge('metric_reference', 'Value of the saved comparison that was scheduled.', labelNames, (one, all) => {
    for (const { id, reference } of all)
      for (const { variant, spec, value } of reference) if (value !== null) one.labels(id, variant, spec).set(value);
  });
  for (const [name, [help, value]] of Object.entries(ofSchedule)) {
    gauge(name, help, ['schedule'], (one, all) => {
      for (const schedule of all) {
        const number = value(schedule);
        if (number !== null) one.labels(schedule.id).set(number);
      }
    });
  }
}
