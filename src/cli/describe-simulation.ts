import type { BanditsOutput } from '#shared/schemas/bandits';
import type { InterleavingOutput } from '#shared/schemas/interleaving';
import type { AbTestOutput, SimulatedInterval } from '#shared/schemas/simulate';
import { formatCount, plural } from '#shared/counts';
import { textTable } from './output';

const percent = (value: number | null | undefined): string => (value == null ? '–' : `${(100 * value).toFixed(2)}%`);
const range = ({ low, high }: SimulatedInterval, show: (value: number | null) => string): string => `[${show(low)}, ${show(high)}]`;
const fixed = (value: number | null): string => value?.toFixed(4) ?? '–';

export function describeAbTest({ names, plan, decisions, outcomes, ratio, repeated, statements }: AbTestOutput): string {
  const rows = decisions.map(({ label, verdict, users, day, lift, interval }) => [
    label,
    verdict,
    users,
    day.toFixed(1),
    `${percent(lift)} ${range(interval, percent)}`,
  ]);
  const measured = outcomes.map(({ label, lift, always, truth, cuped, verdict }) => [
    label,
    `${percent(lift)} ${range(always, percent)}`,
    percent(truth.lift),
    percent(cuped?.varianceReduction),
    verdict,
  ]);
  const needed = plan.needed.map(({ rule, users, days }) => [rule, users ?? '–', days?.toFixed(1) ?? '–']);
  const again = repeated?.rules.map((rule) => [
    rule.label,
    percent(rule.decided),
    percent(rule.wrong),
    rule.medianUsers,
    percent(rule.coverage),
  ]);
  return [
    `${names[1]} against ${names[0]}: ${formatCount(plan.users)} users in ${plan.days.toFixed(1)} days`,
    `They find a lift of ${percent(plan.minimumDetectableLift)} with ${percent(plan.power)} power; one of ${percent(plan.lift)} needs:`,
    textTable(['rule', 'users', 'days'], needed),
    '',
    textTable(['rule', 'verdict', 'users', 'day', 'lift'], rows),
    '',
    textTable(['outcome', 'lift, always valid', 'true lift', 'CUPED saves', 'verdict'], measured),
    ...(repeated && again ? ['', textTable([plural(repeated.count, 'test'), 'decided', 'wrong', 'median users', 'coverage'], again)] : []),
    '',
    `Traffic ${ratio.counts.join(' : ')}, p = ${ratio.pValue.toPrecision(3)}${ratio.mismatch ? ': not as planned, do not trust the test' : ''}`,
    ...statements,
  ].join('\n');
}

export function describeInterleaving({ methods, truth, statements }: InterleavingOutput): string {
  const rows = methods.flatMap(({ label, challengers }) =>
    challengers.map(({ name, needed, preference, interval, verdict, wins, losses }, c) => [
      label,
      name,
      percent(truth[c]?.lift),
      needed ?? '–',
      `${fixed(preference)} ${range(interval, fixed)}`,
      wins === null || losses === null ? '–' : `${wins} : ${losses}`,
      verdict,
    ]),
  );
  return [textTable(['method', 'challenger', 'true lift', 'users needed', 'preference', 'votes', 'verdict'], rows), '', ...statements].join(
    '\n',
  );
}

export function describeBandits({ names, bandits, truth, statements }: BanditsOutput): string {
  const rows = bandits.flatMap(({ label, points }) => {
    const last = points.at(-1);
    if (!last) return [];
    const { regret, personalRegret, shares } = last;
    return [
      [
        label,
        `${regret.mean.toFixed(1)} ${range(regret, (value) => value?.toFixed(1) ?? '–')}`,
        personalRegret.mean.toFixed(1),
        ...shares.map(percent),
      ],
    ];
  });
  return [
    `True share of visits with a click: ${truth.map(({ name, reward }) => `${name} ${percent(reward)}`).join(', ')}`,
    textTable(['bandit', 'regret', 'personal regret', ...names.map((name) => `visits to ${name}`)], rows),
    '',
    ...statements,
  ].join('\n');
}
