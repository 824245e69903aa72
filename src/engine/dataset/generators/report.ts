import type { InteractionTable } from '#engine/model/dataset';
import type { GeneratorParams, GeneratorReport } from '#shared/schemas/dataset';
import { fitExponent, gini } from './zipf';

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** The generated data's properties beside the requested ones; exponents are fitted by `fitExponent`. */
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
    fittedPopularityExponent: orNull(fitExponent(perVideo)),
    fittedActivityExponent: orNull(fitExponent(perUser)),
    popularityGini: orNull(gini(perVideo)),
    activityGini: orNull(gini(perUser)),
    sparsityFraction: 1 - interactions.count / (asked.users * asked.videos),
    neverWatchedVideos: perVideo.filter((count) => count === 0).length,
    inactiveUsers: perUser.filter((count) => count === 0).length,
    newVideos,
    newUsers,
    kindShares: Object.fromEntries(interactions.kinds.map((kind, code) => [kind, perKind[code] / interactions.count])),
    meanWatchedFraction: watched / interactions.count,
  };
}
