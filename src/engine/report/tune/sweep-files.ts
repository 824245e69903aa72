import type { SweepOutput, SweepSetting } from '#shared/schemas/sweep';
import type { ReportFile } from '../report-format';
import { conventionsFiles } from '../conventions-comment';
import { conventionsColumn } from '../conventions-id';
import { writeCsv, type Column } from '../table';

interface Row {
  readonly index: number;
  readonly setting: SweepSetting;
}

const metricColumns = (spec: string): Column<Row>[] => {
  const of = ({ setting }: Row) => setting.metrics.find((metric) => metric.spec === spec);
  return [
    { name: spec, value: (row) => of(row)?.value ?? undefined },
    { name: `${spec}_difference`, value: (row) => of(row)?.difference?.value },
    { name: `${spec}_low`, value: (row) => of(row)?.difference?.low },
    { name: `${spec}_high`, value: (row) => of(row)?.difference?.high },
  ];
};

/** Every setting with its metrics; what the winner is worth; and the winner as a variant. */
export function sweepFiles(output: SweepOutput): ReportFile[] {
  const { settings, winner, objectives, userCount, start, naive, honest, verdict, stoppedEarly, variant, conventions } = output;
  const paths = [...new Set(settings.flatMap(({ values }) => Object.keys(values)))];
  const specs = [...new Set(settings.flatMap(({ metrics }) => metrics.map(({ spec }) => spec)))];
  const columns: Column<Row>[] = [
    { name: 'setting', value: ({ index }) => index },
    { name: 'role', value: ({ index }) => (index === winner ? 'winner' : index === 0 ? 'start' : undefined) },
    ...paths.map((path): Column<Row> => ({ name: path, value: ({ setting }) => textOf(setting.values[path]) })),
    ...specs.flatMap(metricColumns),
    { name: 'on_front', value: ({ setting }) => String(setting.onFront) },
    { name: 'breaks', value: ({ setting }) => setting.breaks.join('; ') },
    conventionsColumn(conventions),
  ];
  const summary: Column<SweepOutput>[] = [
    { name: 'metric', value: () => objectives[0]?.spec },
    { name: 'users', value: () => userCount },
    { name: 'start', value: () => start ?? undefined },
    { name: 'naive', value: () => naive ?? undefined },
    { name: 'held_out_start', value: () => honest.start ?? undefined },
    { name: 'held_out', value: () => honest.value ?? undefined },
    { name: 'difference', value: () => honest.difference.value ?? undefined },
    { name: 'low', value: () => honest.difference.low ?? undefined },
    { name: 'high', value: () => honest.difference.high ?? undefined },
    { name: 'p', value: () => honest.pValue ?? undefined },
    { name: 'verdict', value: () => verdict },
    { name: 'stopped_early', value: () => String(stoppedEarly) },
    conventionsColumn(conventions),
  ];
  const rows = settings.map((setting, index) => ({ index, setting }));
  return [
    { name: 'sweep.csv', mediaType: 'text/csv', content: writeCsv(columns, rows) },
    { name: 'sweep-estimate.csv', mediaType: 'text/csv', content: writeCsv(summary, [output]) },
    { name: 'sweep-variant.json', mediaType: 'application/json', content: `${JSON.stringify(variant, null, 2)}\n` },
    ...conventionsFiles(conventions, 'sweep-conventions.json'),
  ];
}

const textOf = (value: string | number | boolean | undefined): string | number | undefined =>
  typeof value === 'boolean' ? String(value) : value;
