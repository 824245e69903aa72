import type { Rng } from '#engine/core/rng';
import type { GeneratorParams } from '#shared/schemas/dataset';
import { secondsPerDay } from './calendar';
import { creatorNames } from './grammar/creators';
import { worldTopics, writeVideo } from './grammar/sentences';
import { topicsPerCategory } from './grammar/world';
import { shuffle } from './rows';
import type { ItemTruth } from './truth';
import { apportion, zipfCounts } from './zipf';

/** The videos before anyone watched them. Arrays are indexed by item row. */
export interface Catalogue {
  readonly truth: ItemTruth;
  readonly titles: string[];
  readonly descriptions: string[];
  readonly tags: (readonly string[])[];
  readonly categories: (readonly string[])[];
  readonly creatorLabels: string[];
  readonly creatorCodes: Int32Array;
  readonly durationSeconds: Float64Array;
  /** Seconds from the start of the logged period; negative: published before it. */
  readonly publishedAtSecond: Float64Array;
}

/** Age of the oldest videos at the start of the log. */
const archiveDays = 1095;

export function makeCatalogue(params: GeneratorParams, rng: Rng): Catalogue {
  const count = params.videos;
  const topicCount = params.categories * topicsPerCategory;
  const topicRng = rng.derive('topics');
  const textRng = rng.derive('texts');
  const timeRng = rng.derive('publication');
  const creators = makeCreators(params, topicCount, rng.derive('creators'));

  const primaryTopics = new Int32Array(count);
  const secondaryTopics = new Int32Array(count).fill(-1);
  const quality = new Float32Array(count);
  const durationSeconds = new Float64Array(count);
  const publishedAtSecond = new Float64Array(count);
  const publishedAtMs = new Float64Array(count);
  const titles: string[] = [];
  const descriptions: string[] = [];
  const tags: (readonly string[])[] = [];
  const categories: (readonly string[])[] = [];
  const newCount = Math.min(Math.floor(count * params.newVideoFraction), count - 1);

  for (let item = 0; item < count; item++) {
    const creator = creators.codes[item];
    const topic = topicOf(creators.homeTopics[creator], topicCount, topicRng);
    const second = topicRng.next() < 0.3 ? topicRng.int(topicCount) : -1;
    primaryTopics[item] = topic;
    if (second !== topic) secondaryTopics[item] = second;
    quality[item] = 0.6 * creators.quality[creator] + 0.8 * topicRng.normal();

    const text = writeVideo(textRng, topic, secondaryTopics[item]);
    titles.push(text.title);
    descriptions.push(text.description);
    tags.push(text.tags);
    const category = worldTopics[topic].category;
    const secondCategory = secondaryTopics[item] < 0 ? category : worldTopics[secondaryTopics[item]].category;
    categories.push(secondCategory === category ? [category] : [category, secondCategory]);
    durationSeconds[item] = Math.max(10, Math.round(text.medianSeconds * Math.exp(0.35 * textRng.normal())));

    // Rows are in order of publication, as in a real catalogue's table: first the archive, then videos published during the log.
    const isNew = item >= count - newCount;
    publishedAtSecond[item] = isNew
      ? Math.floor(timeRng.next() * params.days * secondsPerDay)
      : -1 - Math.floor(timeRng.next() ** 1.5 * archiveDays * secondsPerDay);
  }
  publishedAtSecond.sort();
  for (let item = 0; item < count; item++) publishedAtMs[item] = params.startMs + publishedAtSecond[item] * 1000;
  return {
    truth: { primaryTopics, secondaryTopics, quality, publishedAtMs },
    titles,
    descriptions,
    tags,
    categories,
    creatorLabels: creators.names,
    creatorCodes: creators.codes,
    durationSeconds,
    publishedAtSecond,
  };
}

/** Creators have a home topic and a level of quality; a few of them make most of the videos. */
function makeCreators(params: GeneratorParams, topicCount: number, rng: Rng) {
  const count = Math.min(params.creators ?? Math.max(1, Math.round(params.videos / 25)), params.videos);
  const videosPerCreator = apportion(zipfCounts(count, 0.6, params.videos, params.videos), params.videos, params.videos);
  const codes = new Int32Array(params.videos);
  let filled = 0;
  videosPerCreator.forEach((videos, creator) => codes.fill(creator, filled, (filled += videos)));
  shuffle(codes, rng);
  const quality = Float32Array.from({ length: count }, () => rng.normal());
  const homeTopics = Int32Array.from({ length: count }, () => rng.int(topicCount));
  return { names: creatorNames(rng, count), codes, quality, homeTopics };
}

/** Mostly the creator's own topic, sometimes another one of its category, rarely any topic. */
function topicOf(home: number, topicCount: number, rng: Rng): number {
  const dice = rng.next();
  if (dice < 0.75) return home;
  if (dice < 0.92) return home - (home % topicsPerCategory) + rng.int(topicsPerCategory);
  return rng.int(topicCount);
}
