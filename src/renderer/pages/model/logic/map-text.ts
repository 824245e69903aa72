import type { CatalogueMap } from '#shared/schemas/model';
import { formatCount, formatPercent, plural } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';

interface Mark {
  readonly point: number;
  readonly list: 'A' | 'B';
  readonly position: number;
}

/** What the map shows and omits. */
export function mapNote(map: CatalogueMap): string {
  const count = map.videoIds.length;
  const notes = [plural(count, 'video')];
  if (map.explainedVarianceFractions) {
    const [x, y] = map.explainedVarianceFractions;
    notes.push(`x and y hold ${formatPercent(x, 1)} and ${formatPercent(y, 1)} of the variance`);
  }
  if (map.explainedVarianceFractions && map.fittedCount < count) notes.push(`axes fitted on ${formatCount(map.fittedCount)} of them`);
  if (map.leftOutCount > 0) notes.push(`${formatCount(map.leftOutCount)} of ${formatCount(count + map.leftOutCount)} left out`);
  if (map.withoutVectorCount > 0) notes.push(`${formatCount(map.withoutVectorCount)} without text not shown`);
  return notes.join(' · ');
}

/** One row per dot, with its place in the Lab's lists. */
export function mapTable(map: CatalogueMap, marks: readonly Mark[]): TextTable {
  const positions = { A: new Map<number, number>(), B: new Map<number, number>() };
  for (const { list, point, position } of marks) positions[list].set(point, position);
  return {
    columns: ['video_id', 'title', 'category', 'users', 'x', 'y', 'list_a_position', 'list_b_position'],
    rows: map.videoIds.map((id, point) => [
      id,
      map.titles[point] ?? '',
      map.categories[map.categoryCodes[point] ?? -1] ?? null,
      map.userCounts[point] ?? null,
      map.x[point] ?? null,
      map.y[point] ?? null,
      positions.A.get(point) ?? null,
      positions.B.get(point) ?? null,
    ]),
  };
}

interface CategorySummary {
  readonly category: string;
  readonly count: number;
  /** Mean place of the category's dots. */
  readonly x: number;
  readonly y: number;
  /** Root mean square distance from it. */
  readonly spread: number;
}

/** Where each category lies and how wide it is spread, the most frequent first: the map in words. */
export function summariseCategories(map: CatalogueMap): CategorySummary[] {
  const sums = new Map<number, { count: number; x: number; y: number; squares: number }>();
  map.categoryCodes.forEach((code, point) => {
    const x = map.x[point] ?? 0;
    const y = map.y[point] ?? 0;
    const sum = sums.get(code) ?? { count: 0, x: 0, y: 0, squares: 0 };
    sums.set(code, { count: sum.count + 1, x: sum.x + x, y: sum.y + y, squares: sum.squares + x * x + y * y });
  });
  return [...sums]
    .sort((a, b) => b[1].count - a[1].count || a[0] - b[0])
    .map(([code, { count, x, y, squares }]) => {
      const [meanX, meanY] = [x / count, y / count];
      const spread = Math.sqrt(Math.max(0, squares / count - meanX ** 2 - meanY ** 2));
      return { category: map.categories[code] ?? 'no category', count, x: meanX, y: meanY, spread };
    });
}
