/** Reads TREC files and measures them as trec_eval does, without the product's code. */

interface TrecRun {
  /** Videos by user, best first: by score, ties by document id descending, as trec_eval sorts. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

export function readRun(text: string): TrecRun {
  const entries = new Map<string, { video: string; score: number }[]>();
  for (const line of text.trim().split('\n')) {
    const [user = '', , video = '', , score = ''] = line.split(' ');
    entries.set(user, [...(entries.get(user) ?? []), { video, score: Number(score) }]);
  }
  const sorted = [...entries].map(([user, list]) => {
    const order = list.sort((a, b) => b.score - a.score || (a.video < b.video ? 1 : -1));
    return [user, order.map(({ video }) => video)] as const;
  });
  return { lists: new Map(sorted) };
}

export function readQrels(text: string): Map<string, Set<string>> {
  const relevant = new Map<string, Set<string>>();
  for (const line of text.trim().split('\n')) {
    const [user = '', , video = '', grade = ''] = line.split(' ');
    if (Number(grade) > 0) relevant.set(user, (relevant.get(user) ?? new Set()).add(video));
  }
  return relevant;
}

/** recall@k, averaged over the users of the qrels; one without a list counts as 0. */
export function recallAt(k: number, { lists }: TrecRun, relevant: ReadonlyMap<string, ReadonlySet<string>>): number {
  let sum = 0;
  for (const [user, wanted] of relevant)
    sum += (lists.get(user) ?? []).slice(0, k).filter((video) => wanted.has(video)).length / wanted.size;
  return sum / relevant.size;
}
