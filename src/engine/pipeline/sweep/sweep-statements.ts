import { plural } from '#shared/counts';
import type { SweepInput, SweepResult } from '#shared/schemas/sweep';
import { parseMetricSpec } from '../../evaluate/metrics/metric-spec';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { sweepSearches } from './search/registry';

const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

/** What the numbers mean, in sentences for every place they are shown. */
export function sweepStatements(output: Omit<SweepResult, 'statements'>, { folds, guards, halving, search }: SweepInput): string[] {
  const { learns } = sweepSearches.get(search);
  const { objectives, settings, userCount, winner, naive, start, honest, verdict, stoppedEarly, resumed } = output;
  const [first] = objectives;
  const front = settings.filter(({ onFront }) => onFront).length;
  const found =
    winner === 0
      ? 'No setting is better than the start'
      : `The best setting reaches ${first?.spec} ${shown(naive)}, the start ${shown(start)}`;
  return [
    `${plural(settings.length - 1, 'setting')} on ${plural(userCount, 'user')}; ${front} on the front`,
    `${found}: optimistic, since the same interactions chose it`,
    honest.value === null
      ? noHeldOutTest(first?.spec)
      : verdict === 'better'
        ? `Held-out estimate: settings chosen on earlier interactions reach ${shown(honest.value)} on later ones, the start ${shown(honest.start)}: better`
        : `Nothing better was found: settings chosen on earlier interactions reach ${shown(honest.value)} on later ones, the start ${shown(honest.start)}`,
    `${folds} parts of the validation interactions in time; the test part is not used`,
    ...(learns || halving ? ['The search was guided by all parts but the last, so that the last one can judge its winner'] : []),
    ...(halving ? ['Settings that were not among the better half, or broke a guard, on a quarter of the users are not listed'] : []),
    ...uncheckedGuards(settings[0], guards),
    ...(stoppedEarly ? ['Stopped before every setting was tried'] : []),
    ...(resumed > 0 ? [`${plural(resumed, 'setting')} from an earlier run that was interrupted`] : []),
  ];
}

function noHeldOutTest(spec = ''): string {
  return metricRegistry.get(parseMetricSpec(spec).metricId).scope === 'user'
    ? `There is no held-out test: on the later interactions no user has a value of ${spec} both for the start and for a setting chosen before them`
    : `${spec} has no value for single users, so there is no held-out test`;
}

function uncheckedGuards(start: SweepResult['settings'][number] | undefined, guards: SweepInput['guards']): string[] {
  const specs = guards.map(({ metric }) => parseMetricSpec(metric).spec);
  const missing = specs.filter((spec) => start?.metrics.find((metric) => metric.spec === spec)?.value === null);
  return missing.map((spec) => `The guard of ${spec} is not checked: the start has no value of it`);
}
