/** ndcg recomputed from exported files and the data, without the product's code. */
import Papa from 'papaparse';

type Row = Record<string, string>;

export interface LoggedEvent {
  readonly user: string;
  readonly video: string;
  readonly time: number;
}

/** Rows by the names in the header; every cell stays text. */
export function readCsv(text: string): Row[] {
  const { data, errors } = Papa.parse<Row>(text.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: true });
  if (errors.length > 0) throw new Error(`${errors[0].message} in row ${errors[0].row}`);
  return data;
}

/**
 * The first timestamp of the newest fifth. Interactions with that timestamp stay together: all are on the test side, unless
 * the next timestamp comes nearer to a fifth.
 */
function firstTestMoment(events: readonly LoggedEvent[], fraction: number): number {
  const times = events.map(({ time }) => time).sort((a, b) => a - b);
  const trainCount = times.length - Math.round(fraction * times.length);
  const start = times.indexOf(times[trainCount]);
  const end = times.lastIndexOf(times[trainCount]) + 1;
  return start > 0 && (end === times.length || trainCount - start <= end - trainCount) ? times[start] : times[end];
}

/** Relevant videos by user: every video of the test side that the user has not seen in training. */
export function relevantByUser(events: readonly LoggedEvent[], fraction = 0.2): Map<string, Set<string>> {
  const moment = firstTestMoment(events, fraction);
  const seen = new Set(events.filter(({ time }) => time < moment).map(({ user, video }) => `${user}\n${video}`));
  const relevant = new Map<string, Set<string>>();
  for (const { user, video, time } of events) {
    if (time < moment || seen.has(`${user}\n${video}`)) continue;
    relevant.set(user, (relevant.get(user) ?? new Set()).add(video));
  }
  return relevant;
}

/** Mean ndcg@k over the users with something relevant: gain 1, discount log2(position + 1), ideal of min(relevant, k). */
export function ndcgOf(lists: readonly Row[], variant: string, relevant: ReadonlyMap<string, ReadonlySet<string>>, k: number) {
  const gained = new Map([...relevant.keys()].map((user) => [user, 0]));
  for (const row of lists) {
    const position = Number(row['position']);
    if (row['variant'] !== variant || position > k || relevant.get(row['user_id'])?.has(row['video_id']) !== true) continue;
    gained.set(row['user_id'], gained.get(row['user_id'])! + 1 / Math.log2(position + 1));
  }
  let sum = 0;
  for (const [user, gain] of gained) {
    let ideal = 0;
    for (let position = 1; position <= Math.min(k, relevant.get(user)!.size); position++) ideal += 1 / Math.log2(position + 1);
    sum += gain / ideal;
  }
  return { value: sum / gained.size, users: gained.size };
}
