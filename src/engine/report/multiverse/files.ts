import type { MultiverseResult } from '#shared/schemas/multiverse';
import type { ReportFile } from '../report-format';
import { curveSvg } from './figure';
import { choicesCsv, specificationsCsv } from './tables';

/** A multiverse as files: both tables, a drawing per variant, and the whole result with the conventions of every specification. */
export function multiverseFiles(result: MultiverseResult): ReportFile[] {
  const { summaries } = result;
  return [
    { name: 'multiverse.csv', mediaType: 'text/csv', content: specificationsCsv(result) },
    { name: 'multiverse-choices.csv', mediaType: 'text/csv', content: choicesCsv(result) },
    ...summaries.map((summary, v) => ({
      name: summaries.length === 1 ? 'multiverse.svg' : `multiverse-${v + 2}.svg`,
      mediaType: 'image/svg+xml',
      content: curveSvg(result, summary),
    })),
    { name: 'multiverse.json', mediaType: 'application/json', content: `${JSON.stringify(result, null, 2)}\n` },
  ];
}
