import type { BanditsOutput } from '#shared/schemas/bandits';
import type { ReportFile } from '../report-format';
import { writeCsv, type Column } from '../table';

type Row = BanditsOutput['bandits'][number]['points'][number] & { readonly bandit: string };

/** One row for every bandit and point. */
export function banditsFiles({ bandits, names }: BanditsOutput): ReportFile[] {
  const columns: Column<Row>[] = [
    { name: 'bandit', value: ({ bandit }) => bandit },
    { name: 'visits', value: ({ visits }) => visits },
    { name: 'regret', value: ({ regret }) => regret.mean },
    { name: 'regret_low', value: ({ regret }) => regret.low ?? undefined },
    { name: 'regret_high', value: ({ regret }) => regret.high ?? undefined },
    { name: 'personal_regret', value: ({ personalRegret }) => personalRegret.mean },
    ...names.map((name, variant): Column<Row> => ({ name: `share_${name}`, value: ({ shares }) => shares[variant] })),
  ];
  const rows = bandits.flatMap(({ bandit, points }) => points.map((point) => ({ bandit, ...point })));
  return [{ name: 'bandits.csv', mediaType: 'text/csv', content: writeCsv(columns, rows) }];
}
