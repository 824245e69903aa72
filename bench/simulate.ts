/**
 * A/A tests on simulated users, looked at after every user: 1,000 tests × 10,000 users with five rules. Prints one JSON document: CPU seconds,
 * millions of users a second, and the false alarms of the rules.
 *
 *     node scripts/run-typescript.mjs bench/simulate.ts [tests] [users]
 *     python3 bench/peers/simulate_peer.py [tests] [users]
 */
import { createRng } from '#engine/core/rng';
import { designOf } from '#engine/simulate/ab-test/design';
import { repeatAbTest } from '#engine/simulate/ab-test/repeat';
import { positionBasedModel } from '#engine/simulate/click-models/position-based';
import { Audience } from '#engine/simulate/users/audience';
import { abTestSettingsSchema } from '#shared/schemas/simulate';

const tests = Number(process.argv[2] ?? 1_000);
const users = Number(process.argv[3] ?? 10_000);
const profiles = 60;
const length = 5;
const rng = createRng(2);
const attraction = Float32Array.from({ length: profiles * length }, () => 0.2 + 0.4 * rng.next());
const lists = { length, attraction, satisfaction: new Float32Array(attraction.length) };
const settings = abTestSettingsSchema.parse({
  outcomes: ['clicks'],
  audience: { visitsPerDay: 0.1, beforeDays: 0, listLength: length },
});
const behaviour = positionBasedModel.create({ positionBias: 1 }, { positionBias: 1 });
const audience = new Audience(settings.audience, behaviour, [lists, lists]);
const design = designOf(settings, audience, users);
const same = { difference: 0, lift: 0 };

await repeatAbTest(design, same, 20, rng.derive('warm'));
const before = process.cpuUsage();
const { rules } = await repeatAbTest(design, same, tests, rng.derive('tests'));
const used = process.cpuUsage(before);
const seconds = (used.user + used.system) / 1e6;
console.log(
  JSON.stringify({
    tests,
    users,
    cpuSeconds: Number(seconds.toFixed(2)),
    millionUsersPerSecond: Number(((tests * users) / seconds / 1e6).toFixed(2)),
    falseAlarms: Object.fromEntries(rules.map(({ rule, wrong }) => [rule, wrong])),
  }),
);
