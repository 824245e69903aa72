import type { Blame } from '#engine/pipeline/diagnose/blame';
import { blameParts, lostIn, missingOf, summarizeBlame, type BlameSummary } from '#engine/pipeline/diagnose/blame-summary';
import { fate } from '#engine/pipeline/diagnose/fates';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { segmentOf } from '#engine/pipeline/measure-segment';
import { finiteOrNull } from '#engine/core/finite';
import { userRow } from '#shared/ids';
import type {
  BlamedUser,
  BlameOutput,
  BlameSettings,
  BlameSummary as BlameSummaryWire,
  BlameUsersInput,
  BlameUsersOutput,
} from '#shared/schemas/diagnose';
import { sampleStatement } from '../sample-statement';
import type { OpenQuestion, Question } from './question';

const rule =
  'The best list that is still possible is measured after each stage; a stage loses the difference. A video that two stages would lose is blamed on the first: already seen, unknown at training time, not retrieved, cut by the pool, category filter, filter by column, creator limit, ranking';

export function blameToWire(
  { bench, plan }: OpenQuestion,
  { config, everyUser }: Question,
  blames: readonly Blame[],
  { metric, segments, confidence }: BlameSettings,
): BlameOutput {
  const everyone = bench.qrels.users.keys();
  const indexOf = new Map([...bench.qrels.users].map((row, index) => [row, index]));
  const groups = segments.flatMap((id) => bench.segmentation(id).segments.map(({ name, users }) => ({ id, name, users })));
  const users = [...everyone];
  return {
    metric,
    confidence,
    testUserCount: plan.testUserCount,
    measuredUserCount: users.length,
    variants: blames.map((blame, v) => ({
      name: config.variants[v]?.name ?? '',
      ...summaryToWire(summarizeBlame(blame, users, confidence)),
      segments: groups.map(({ id, name, users: rows }) => ({
        segmentation: id,
        segment: name,
        ...summaryToWire(
          summarizeBlame(
            blame,
            Array.from(rows, (row) => indexOf.get(row) ?? -1),
            confidence,
          ),
        ),
      })),
    })),
    statements: [...(everyUser ? [] : sampleStatement(plan, config.seed)), rule],
  };
}

const summaryToWire = ({ userCount, ideal, achieved, parts, filters }: BlameSummary): BlameSummaryWire => ({
  userCount,
  ideal: finiteOrNull(ideal),
  achieved: finiteOrNull(achieved),
  parts: parts.map(({ part, value, low, high, losingUserCount }) => ({
    part,
    value: finiteOrNull(value),
    low: finiteOrNull(low),
    high: finiteOrNull(high),
    losingUserCount,
  })),
  filters: filters.map(({ stage, value }) => ({ stage, value: finiteOrNull(value) })),
});

/** Users with a value, by what they lose in the part; equal losses by row. */
export function blamedUsers({ bench }: OpenQuestion, blame: Blame, input: BlameUsersInput): BlameUsersOutput {
  const { part, segment, offset, limit } = input;
  const chosen = segment ? new Set(segmentOf(bench, segment).users) : undefined;
  const lost = (u: number): number => (part === 'all' ? missingOf(blame, u) : lostIn(blame, part, u));
  const users = [...bench.qrels.users.keys()]
    .filter((u) => !Number.isNaN(blame.achieved[u] ?? NaN) && (!chosen || chosen.has(bench.qrels.users[u] ?? -1)))
    .map((u) => ({ u, value: lost(u) }))
    .sort((a, b) => b.value - a.value || a.u - b.u);
  return { total: users.length, users: users.slice(offset, offset + limit).map(({ u }) => describe(bench, blame, u)) };
}

function describe({ qrels, view }: EvaluationBench, blame: Blame, u: number): BlamedUser {
  const counts = new Map<number, number>();
  for (let p = qrels.offsets[u] ?? 0; p < (qrels.offsets[u + 1] ?? 0); p++) {
    const one = blame.fates[p] ?? fate.notRelevant;
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const { notRelevant: _none, ...stages } = fate;
  const videos = Object.fromEntries(Object.entries(stages).map(([name, code]) => [name, counts.get(code) ?? 0])) as BlamedUser['videos'];
  return {
    userId: view.dataset.users.ids.idOf(userRow(qrels.users[u] ?? -1)),
    ideal: blame.ideal[u] ?? NaN,
    achieved: blame.achieved[u] ?? NaN,
    parts: Object.fromEntries(blameParts.map((part) => [part, lostIn(blame, part, u)])) as BlamedUser['parts'],
    relevantCount: Object.values(videos).reduce((sum, count) => sum + count, 0),
    videos,
  };
}
