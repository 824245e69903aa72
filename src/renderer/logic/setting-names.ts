import { settingLabel, type LabelOf } from './variant-diff';

/**
 * A setting in words, by its path as sweeps have it: `weights.popularity` is `Popularity`, `signalParams.freshness.halfLifeDays` is
 * `Freshness: half life days`. @param sourceAt the id of the source at a place among the candidates' sources.
 */
export function settingName(path: string, labelOf: LabelOf, sourceAt: (place: number) => string): string {
  const [, place, what, parameter] = /^candidates\.sources\.(\d+)\.(limit|weight|params)(?:\.(.+))?$/.exec(path) ?? [];
  if (place === undefined) return settingLabel(path, labelOf);
  if (what === 'params') return settingLabel(`candidates.params.${sourceAt(Number(place))}.${parameter ?? ''}`, labelOf);
  return settingLabel(`candidates.${what === 'limit' ? 'sources' : 'weights'}.${sourceAt(Number(place))}`, labelOf);
}
