/**
 * How often the intervals of off-policy estimates of lists contain the truth: simulated logs whose weights are heavy-tailed (ten candidates, three
 * positions, rank to the power of −1 under both policies, users who read down to a click). Prints one JSON document: per estimator the coverage of the
 * 95% t-interval and of the BCa interval, and how often the truth lies above and below the former.
 *
 *     node scripts/run-typescript.mjs bench/off-policy.ts [lists of a log] [logs] [bootstrap samples]
 */
import { createRng } from '#engine/core/rng';
import { slateEstimators } from '#engine/evaluate/off-policy/slates/estimators/registry';
import { evaluateSlates } from '#engine/evaluate/off-policy/slates/evaluate-slates';
import { TargetWriter } from '#engine/evaluate/off-policy/slates/target-columns';
import { cascadeModel } from '#engine/simulate/click-models/cascade';
import { KnownSlates } from '#engine/simulate/off-policy/known-slates';
import type { ItemLists } from '#engine/simulate/users/item-lists';
import { offPolicyTruthSettingsSchema } from '#shared/schemas/off-policy-truth';

const slates = Number(process.argv[2] ?? 2_000);
const logs = Number(process.argv[3] ?? 300);
const bootstrapSamples = Number(process.argv[4] ?? 500);
const [profiles, pool, catalogue, positions] = [60, 10, 14, 3];
const names = slateEstimators.ids;

/** The ten best of 14 videos for every profile, by a score that knows the chance of a click with so much noise. */
function listsWith(noise: number): ItemLists {
  const items: number[] = [];
  const attraction: number[] = [];
  for (let profile = 0; profile < profiles; profile++) {
    const rng = createRng(77).derive('profile', profile);
    const chances = Array.from({ length: catalogue }, () => 0.02 + 0.6 * rng.next() ** 2);
    const ranked = chances.map((chance, i) => ({ i, score: chance + noise * rng.normal() })).sort((a, b) => b.score - a.score);
    for (const { i } of ranked.slice(0, pool)) {
      items.push(profile * catalogue + i);
      attraction.push(chances[i]);
    }
  }
  const satisfaction = new Float32Array(items.length).fill(0.5);
  return { length: pool, items: Int32Array.from(items), attraction: Float32Array.from(attraction), satisfaction };
}

const settings = offPolicyTruthSettingsSchema.parse({ slates, positions, pool });
const behaviour = cascadeModel.create({ continuation: 1 }, { positionBias: 0 });
const known = new KnownSlates({ variants: [listsWith(0.3), listsWith(0)], behaviour }, settings);
const rng = createRng(5);
const truth = known.value('target', 400_000, rng.derive('truth')).mean;
const counts = names.map(() => ({ student: 0, bca: 0, below: 0, above: 0, worth: 0 }));
for (let log = 0; log < logs; log++) {
  const rows = known.log(slates, rng.derive('log', log));
  const writer = new TargetWriter(rows);
  for (let list = 0; list < slates; list++) writer.write(list, known.policy('target', rows.profiles[list]));
  const report = evaluateSlates({ ...rows, ...writer.columns }, { bootstrapSamples, seed: log, acceptFewDecisions: true });
  names.forEach((name, e) => {
    const { interval, bootstrap, effectiveSampleSize = 0 } = report.estimates[name] ?? {};
    const count = counts[e];
    count.worth += effectiveSampleSize / logs;
    if (!interval) return;
    if (truth < interval.low) count.below++;
    else if (truth > interval.high) count.above++;
    else count.student++;
    if (bootstrap && bootstrap.interval.low <= truth && truth <= bootstrap.interval.high) count.bca++;
  });
}
const percent = (count: number): number => Number(((100 * count) / logs).toFixed(1));
console.log(
  JSON.stringify({
    slates,
    logs,
    estimators: names.map((estimator, e) => {
      const { student, bca, below, above, worth } = counts[e];
      const coverage = { coverage: percent(student), ...(bootstrapSamples > 0 && { bcaCoverage: percent(bca) }) };
      return { estimator, ...coverage, truthBelow: percent(below), truthAbove: percent(above), effectiveSampleSize: Math.round(worth) };
    }),
  }),
);
