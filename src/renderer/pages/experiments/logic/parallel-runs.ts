import type { ExperimentSummary } from '#shared/contract/experiment';
import { parallelAxis, type ParallelAxis } from '../../../charts/parallel/parallel-axis';
import type { ParallelLine } from '../../../charts/parallel/parallel-option';
import { variantColor } from '../../../logic/lab-document';
import type { TextTable } from '../../../logic/table-text';

/** What a run tried: its best challenger, or its only variant. */
const tried = ({ challenger, bestVariant, settings, metrics }: ExperimentSummary): NonNullable<ExperimentSummary['challenger']> =>
  challenger ?? { name: bestVariant, settings, metrics };

/** A setting's value in what a run tried; a signal that is not weighed weighs 0. */
function settingOf(run: ExperimentSummary, path: string): string | number | boolean {
  const { settings } = tried(run);
  return settings[path] ?? (path.startsWith('weights.') && Object.keys(settings).length > 0 ? 0 : NaN);
}

/** The settings in which the runs' challengers differ, those with the most different values first. */
export function variedSettings(runs: readonly ExperimentSummary[]): string[] {
  const paths = [...new Set(runs.flatMap((run) => Object.keys(tried(run).settings)))];
  const known = runs.filter((run) => Object.keys(tried(run).settings).length > 0);
  return paths
    .map((path) => ({ path, count: new Set(known.map((run) => settingOf(run, path))).size }))
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .map(({ path }) => path);
}

const metricOf = (run: ExperimentSummary, spec: string): number => tried(run).metrics.find((metric) => metric.spec === spec)?.value ?? NaN;

/** An axis for each setting and each metric, a position for each run. */
export const runAxes = (
  runs: readonly ExperimentSummary[],
  settings: readonly string[],
  metrics: readonly string[],
  labelOf: (path: string) => string,
): ParallelAxis[] => [
  ...settings.map((path) =>
    parallelAxis(
      labelOf(path),
      runs.map((run) => settingOf(run, path)),
    ),
  ),
  ...metrics.map((spec) =>
    parallelAxis(
      spec,
      runs.map((run) => metricOf(run, spec)),
    ),
  ),
];

/** So many lines can all stand out. */
const fewRuns = 30;

/** A line for each run. Chosen runs get different colours, in the order of choosing. */
export const runLines = (runs: readonly ExperimentSummary[], chosen: readonly string[]): ParallelLine[] =>
  runs.map(({ id, name }) => {
    const place = chosen.indexOf(id);
    return {
      id,
      name,
      ...(place < 0
        ? { rank: chosen.length === 0 && runs.length <= fewRuns ? 'front' : 'ground' }
        : { rank: 'chosen', color: variantColor(place) }),
    };
  });

/** The numbers behind the chart. */
export const runTable = (runs: readonly ExperimentSummary[], settings: readonly string[], metrics: readonly string[]): TextTable => ({
  columns: ['run', 'variant', ...settings, ...metrics],
  rows: runs.map((run) => [
    run.name,
    tried(run).name,
    ...settings.map((path) => textOf(settingOf(run, path))),
    ...metrics.map((spec) => textOf(metricOf(run, spec))),
  ]),
});

const textOf = (value: string | number | boolean): string | number | null =>
  typeof value === 'boolean' ? String(value) : typeof value === 'number' && Number.isNaN(value) ? null : value;
