import type { z } from 'zod';
import type { DatasetSummary, histogramSchema } from '#shared/schemas/dataset';
import type { Database } from './database';
import { labelFamilies, live } from './dataset-schema';

type Histogram = z.infer<typeof histogramSchema>;
export interface Distributions {
  histograms: Histogram[];
  /** Interactions per video, most popular first; above 1,000 videos, evenly spaced ranks with the first and the last. */
  popularityCurve: number[];
}

const curvePoints = 1_000;
const binCount = 30;

export async function summarise(database: Database): Promise<Omit<DatasetSummary, 'name' | 'provenance' | 'fingerprint'>> {
  const [totals] = await database.rows(`select (select count(*) from users) as users, (select count(*) from ${live.videos}) as videos,
    (select count(*) from ${live.interactions}) as interactions,
    (select min("timestamp") from ${live.interactions} where not isnan("timestamp")) as first,
    (select max("timestamp") from ${live.interactions} where not isnan("timestamp")) as last,
    (select count(*) from (select distinct "user", video from ${live.interactions})) as cells`);
  const kinds = await database.rows(`select l.label as kind, count(*) as n from ${live.interactions} i
    join labels l on l.family = '${labelFamilies.kinds}' and l.code = i.kind group by l.label order by n desc, kind`);
  const [users, videos, cells] = [Number(totals?.users), Number(totals?.videos), Number(totals?.cells)];
  return {
    users,
    videos,
    interactions: Number(totals?.interactions),
    kinds: kinds.map(({ kind, n }) => ({ kind: kind as string, count: Number(n) })),
    firstTimestampMs: (totals?.first as number | null) ?? null,
    lastTimestampMs: (totals?.last as number | null) ?? null,
    sparsityFraction: users * videos > 0 ? 1 - cells / (users * videos) : null,
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
  const histograms = [countHistogram('Interactions per user', perUser), countHistogram('Interactions per video', perVideo)];
  const overTime = await equalBins(database, 'Interactions over time', '"timestamp"');
  const values = await equalBins(database, 'Values', 'value');
  for (const histogram of [overTime, values]) if (histogram) histograms.push(histogram);
  return { histograms, popularityCurve: thinned(perVideo) };
}

/** Bins 0, 1, 2, 3–4, 5–8 …: edges double, since activity is heavy-tailed. */
function countHistogram(label: string, descending: Float64Array): Histogram {
  const edges = [0, 1];
  const largest = descending[0] ?? 0;
  for (let edge = 2; (edges.at(-1) ?? 0) <= largest; edge = (edge - 1) * 2 + 1) edges.push(edge);
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const value of descending) {
    const bin = value < 1 ? 0 : 1 + Math.ceil(Math.log2(value));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { label, edges, counts };
}

async function equalBins(database: Database, label: string, column: string): Promise<Histogram | undefined> {
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
  return { label, edges: Array.from({ length: binCount + 1 }, (_, i) => low + i * width), counts };
}

function thinned(descending: Float64Array): number[] {
  const n = descending.length;
  if (n <= curvePoints) return [...descending];
  return Array.from({ length: curvePoints }, (_, i) => descending[Math.round((i * (n - 1)) / (curvePoints - 1))] ?? 0);
}
