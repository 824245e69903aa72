import type { z } from 'zod';
import type { DatasetSummary, histogramSchema } from '#shared/schemas/dataset';
import type { Database } from './database';
import { labelFamilies, live } from './dataset-schema';

type Histogram = z.infer<typeof histogramSchema>;
type HistogramNames = Pick<Histogram, 'label' | 'xName' | 'yName'>;
export interface Distributions {
  histograms: Histogram[];
  /** Interactions per video, most popular first; above 1,000 videos, evenly spaced ranks with the first and the last. */
  popularityCurve: number[];
}

const curvePoints = 1_000;
const binCount = 30;
/** As many as colours can be told apart with every common colour vision. */
const colouredCategories = 8;

export async function summarise(database: Database): Promise<Omit<DatasetSummary, 'name' | 'provenance' | 'fingerprint'>> {
  const [totals] = await database.rows(`select (select count(*) from users) as users, (select count(*) from ${live.videos}) as videos,
    (select count(*) from ${live.interactions}) as interactions,
    (select min("timestamp") from ${live.interactions} where not isnan("timestamp")) as first,
    (select max("timestamp") from ${live.interactions} where not isnan("timestamp")) as last,
    (select count(*) from (select distinct "user", video from ${live.interactions})) as cells`);
  const kinds = await database.rows(`select l.label as kind, count(*) as n from ${live.interactions} i
    join labels l on l.family = '${labelFamilies.kinds}' and l.code = i.kind group by l.label order by n desc, kind`);
  const categories = await database.rows(`select l.label as category, count(*) as n from video_categories c
    join labels l on l.family = '${labelFamilies.categories}' and l.code = c.code
    where c."row" >= 0 group by l.label order by n desc, category limit ${colouredCategories}`);
  const [users, videos, cells] = [Number(totals?.users), Number(totals?.videos), Number(totals?.cells)];
  return {
    users,
    videos,
    interactions: Number(totals?.interactions),
    kinds: kinds.map(({ kind, n }) => ({ kind: kind as string, count: Number(n) })),
    firstTimestampMs: (totals?.first as number | null) ?? null,
    lastTimestampMs: (totals?.last as number | null) ?? null,
    sparsityFraction: users * videos > 0 ? 1 - cells / (users * videos) : null,
    largestCategories: categories.map(({ category }) => category as string),
    popularityGini: gini(await countsPer(database, 'video', 'videos')),
  };
}

/** Gini coefficient of counts in descending order: 0 when all are equal, (n − 1) / n when one has everything; null without any. */
function gini(descending: Float64Array): number | null {
  const n = descending.length;
  let sum = 0;
  let weighted = 0;
  descending.forEach((count, position) => {
    sum += count;
    weighted += (n - position) * count; // the smallest count has weight 1, the largest n
  });
  return sum > 0 ? (2 * weighted) / (n * sum) - (n + 1) / n : null;
}

/** Interactions of every user or video, zero included, descending. */
async function countsPer(database: Database, column: 'user' | 'video', table: 'users' | 'videos'): Promise<Float64Array> {
  const rows = await database.rows(`select coalesce(c.n, 0) as n, count(*) as times from ${table === 'videos' ? live.videos : table}
    left join (select "${column}" as "row", count(*) as n from ${live.interactions} group by "${column}") c using ("row")
    group by 1 order by 1 desc`);
  const counts = new Float64Array(rows.reduce((sum, { times }) => sum + Number(times), 0));
  let at = 0;
  for (const { n, times } of rows) counts.fill(Number(n), at, (at += Number(times)));
  return counts;
}

export async function distributions(database: Database): Promise<Distributions> {
  const perUser = await countsPer(database, 'user', 'users');
  const perVideo = await countsPer(database, 'video', 'videos');
  const histograms = [
    countHistogram({ label: 'Interactions per user', xName: 'interactions of a user', yName: 'users' }, perUser),
    countHistogram({ label: 'Interactions per video', xName: 'interactions of a video', yName: 'videos' }, perVideo),
  ];
  const overTime = await equalBins(database, { label: 'Interactions over time', xName: 'day (UTC)', yName: 'interactions' }, '"timestamp"');
  const names = { label: 'Values', xName: 'value', yName: 'interactions' };
  const values = (await valueBars(database, names)) ?? (await equalBins(database, names, 'value'));
  for (const histogram of [overTime, values]) if (histogram) histograms.push(histogram);
  return { histograms, popularityCurve: thinned(perVideo) };
}

/** Bins 0, 1, 2, 3–4, 5–8 …: edges double, since activity is heavy-tailed. */
function countHistogram(names: HistogramNames, descending: Float64Array): Histogram {
  const edges = [0, 1];
  const largest = descending[0] ?? 0;
  for (let edge = 2; (edges.at(-1) ?? 0) <= largest; edge = (edge - 1) * 2 + 1) edges.push(edge);
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const value of descending) {
    const bin = value < 1 ? 0 : 1 + Math.ceil(Math.log2(value));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { ...names, edges, counts };
}

/** A bar per distinct value, as of ratings; undefined for none, or more than bins would be. */
async function valueBars(database: Database, names: HistogramNames): Promise<Histogram | undefined> {
  const rows = await database.rows(
    `select value, count(*) as n from ${live.interactions} where not isnan(value) group by value order by value limit ${binCount + 1}`,
  );
  if (rows.length === 0 || rows.length > binCount) return undefined;
  const values = rows.map(({ value }) => Number(value));
  const last = values.length - 1;
  const edges = Array.from(
    { length: values.length + 1 },
    (_, i) => ((values[Math.max(0, i - 1)] ?? 0) + (values[Math.min(i, last)] ?? 0)) / 2,
  );
  return { ...names, edges, counts: rows.map(({ n }) => Number(n)), values };
}

async function equalBins(database: Database, names: HistogramNames, column: string): Promise<Histogram | undefined> {
  const [range] = await database.rows(
    `select min(${column}) as low, max(${column}) as high from ${live.interactions} where not isnan(${column})`,
  );
  if (typeof range?.low !== 'number' || typeof range.high !== 'number') return undefined;
  const { low } = range;
  const width = (range.high - low) / binCount || 1;
  const rows = await database.rows(
    `select least(floor((${column} - ?) / ?), ${binCount - 1})::INTEGER as bin, count(*) as n from ${live.interactions}
     where not isnan(${column}) group by 1`,
    [low, width],
  );
  const counts = new Array<number>(binCount).fill(0);
  for (const { bin, n } of rows) counts[Number(bin)] = Number(n);
  return { ...names, edges: Array.from({ length: binCount + 1 }, (_, i) => low + i * width), counts };
}

function thinned(descending: Float64Array): number[] {
  const n = descending.length;
  if (n <= curvePoints) return [...descending];
  return Array.from({ length: curvePoints }, (_, i) => descending[Math.round((i * (n - 1)) / (curvePoints - 1))] ?? 0);
}
