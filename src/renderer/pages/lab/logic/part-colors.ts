import type { BlamePart } from '#shared/schemas/diagnose';
import type { ChartColors } from '../../../charts/chart-colors';

/** Places in the theme's series; the CSS classes of the cells use the same. */
const seriesOf: Readonly<Record<BlamePart, number>> = { retrieval: 0, pool: 3, filters: 2, ranking: 4 };

export const partColors = ({ series }: ChartColors): Readonly<Record<BlamePart, string>> => ({
  retrieval: series[seriesOf.retrieval] ?? '',
  pool: series[seriesOf.pool] ?? '',
  filters: series[seriesOf.filters] ?? '',
  ranking: series[seriesOf.ranking] ?? '',
});
/** The same colour in CSS. */
export const partColor = (part: BlamePart): string => `var(--s${seriesOf[part] + 1})`;
