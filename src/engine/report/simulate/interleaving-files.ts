import type { InterleavingOutput } from '#shared/schemas/interleaving';
import type { ReportFile } from '../report-format';
import { writeCsv } from '../table';

/** One row for every method and challenger, and the power at every size. */
export function interleavingFiles({ methods, truth }: InterleavingOutput): ReportFile[] {
  const preferences = methods.flatMap(({ method, challengers }) => challengers.map((challenger, c) => ({ method, c, ...challenger })));
  const courses = methods.flatMap(({ method, challengers, course }) =>
    course.flatMap(({ users, power }) => challengers.map(({ name }, c) => ({ method, name, users, power: power[c] }))),
  );
  const content = writeCsv(
    [
      { name: 'method', value: ({ method }) => method },
      { name: 'challenger', value: ({ name }) => name },
      { name: 'true_lift', value: ({ c }) => truth[c].lift ?? undefined },
      { name: 'users_needed', value: ({ needed }) => needed ?? undefined },
      { name: 'preference', value: ({ preference }) => preference ?? undefined },
      { name: 'low', value: ({ interval }) => interval.low ?? undefined },
      { name: 'high', value: ({ interval }) => interval.high ?? undefined },
      { name: 'p', value: ({ pValue }) => pValue },
      { name: 'wins', value: ({ wins }) => wins ?? undefined },
      { name: 'losses', value: ({ losses }) => losses ?? undefined },
      { name: 'ties', value: ({ ties }) => ties ?? undefined },
      { name: 'verdict', value: ({ verdict }) => verdict },
    ],
    preferences,
  );
  const power = writeCsv(
    [
      { name: 'method', value: ({ method }) => method },
      { name: 'challenger', value: ({ name }) => name },
      { name: 'users', value: ({ users }) => users },
      { name: 'power', value: (row) => row.power },
    ],
    courses,
  );
  return [
    { name: 'interleaving.csv', mediaType: 'text/csv', content },
    { name: 'interleaving-power.csv', mediaType: 'text/csv', content: power },
  ];
}
