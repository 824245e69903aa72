import type { InteractionTable } from '#engine/model/dataset';
import type { GeneratorParams } from '#shared/schemas/dataset';
import { fitExponent, gini } from './zipf';

/** What came out, beside what was asked for. */
export interface GeneratorReport {
  readonly asked: GeneratorParams;
  readonly users: number;
  readonly videos: number;
  readonly interactions: number;
  /** See `fitExponent`; NaN when there are too few views to fit. */
  readonly fittedPopularityExponent: number;
  readonly fittedActivityExponent: number;
  readonly popularityGini: number;
  readonly activityGini: number;
  /** 1 − interactions / (users × videos). */
  readonly sparsityFraction: number;
  readonly neverWatchedVideos: number;
  readonly inactiveUsers: number;
  /** Videos published, and users arriving, during the logged period. */
  readonly newVideos: number;
  readonly newUsers: number;
  readonly kindShares: Readonly<Record<string, number>>;
  readonly meanWatchedFraction: number;
}

export function generatorReport(
  asked: GeneratorParams,
  interactions: InteractionTable,
  newVideos: number,
  newUsers: number,
): GeneratorReport {
  const perUser = new Int32Array(asked.users);
  const perVideo = new Int32Array(asked.videos);
  const perKind = new Float64Array(interactions.kinds.length);
  let watched = 0;
  for (let i = 0; i < interactions.count; i++) {
    perUser[interactions.users[i]]++;
    perVideo[interactions.items[i]]++;
    perKind[interactions.kindCodes[i]]++;
    watched += interactions.values[i];
  }
  return {
    asked,
    users: asked.users,
    videos: asked.videos,
    interactions: interactions.count,
    fittedPopularityExponent: fitExponent(perVideo),
    fittedActivityExponent: fitExponent(perUser),
    popularityGini: gini(perVideo),
    activityGini: gini(perUser),
    sparsityFraction: 1 - interactions.count / (asked.users * asked.videos),
    neverWatchedVideos: perVideo.filter((count) => count === 0).length,
    inactiveUsers: perUser.filter((count) => count === 0).length,
    newVideos,
    newUsers,
    kindShares: Object.fromEntries(interactions.kinds.map((kind, code) => [kind, perKind[code] / interactions.count])),
    meanWatchedFraction: watched / interactions.count,
  };
}
