import type { Rng } from '#engine/core/rng';
import { closings, crossovers, formats, middles } from './formats';
import { worldCategories } from './world';

interface VideoText {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly medianSeconds: number;
}

/** One topic of the world with all the terms that its texts reuse. */
interface Topic {
  readonly name: string;
  readonly title: string;
  readonly category: string;
  readonly terms: readonly string[];
  readonly termTitles: readonly string[];
  readonly audience: readonly string[];
  readonly audienceTitles: readonly string[];
  readonly setting: readonly string[];
}

/** All topics; those of category c are `worldTopics[c * topicsPerCategory …]`. */
export const worldTopics: readonly Topic[] = worldCategories.flatMap((category) =>
  category.topics.map(({ name, terms }) => ({
    name,
    title: titleCase(name),
    category: category.name,
    terms,
    termTitles: terms.map(titleCase),
    audience: category.audience,
    audienceTitles: category.audience.map(titleCase),
    setting: category.setting,
  })),
);

/**
 * Writes one video about a topic (and, when `secondTopic` ≥ 0, partly about a second one): the words of a topic recur in
 * its titles, descriptions and tags in varying combinations, from which a text embedding can learn.
 */
export function writeVideo(rng: Rng, topic: number, secondTopic: number): VideoText {
  const about = worldTopics[topic];
  const { terms, termTitles } = about;
  const a = rng.int(terms.length);
  const b = (a + 1 + rng.int(terms.length - 1)) % terms.length;
  const c = thirdOf(rng, terms.length, a, b);
  const other = secondTopic < 0 ? undefined : worldTopics[secondTopic];
  const audience = rng.int(about.audience.length);
  const setting = pick(rng, about.setting);
  const otherTerm = other ? pick(rng, other.terms) : '';
  const format = pick(rng, formats);
  const inTitles = {
    a: termTitles[a],
    b: termTitles[b],
    c: termTitles[c],
    topic: about.title,
    audience: about.audienceTitles[audience],
    setting,
    other: '',
    otherTerm,
  };
  const inText = {
    a: terms[a],
    b: terms[b],
    c: terms[c],
    topic: about.name,
    audience: about.audience[audience],
    setting,
    other: other?.name ?? '',
    otherTerm,
  };
  let description = `${capitalised(pick(rng, format.openings)(inText))} ${capitalised(pick(rng, middles)(inText))}`;
  if (other) description += ` ${capitalised(pick(rng, crossovers)(inText))}`;
  description += ` ${capitalised(pick(rng, closings)(inText))}`;
  const tags = [about.name, terms[a], terms[b], format.tag];
  if (other) tags.push(other.name);
  return {
    title: capitalised(pick(rng, format.titles)(inTitles)),
    description,
    tags: tags.map((tag) => tag.toLowerCase()),
    medianSeconds: format.medianSeconds,
  };
}

const pick = <T>(rng: Rng, options: readonly T[]): T => options[rng.int(options.length)];

function thirdOf(rng: Rng, count: number, first: number, second: number): number {
  let third = rng.int(count);
  while (third === first || third === second) third = (third + 1) % count;
  return third;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `oven spring` → `Oven Spring`; short linking words stay small. */
function titleCase(text: string): string {
  return text.replace(/\p{L}[\p{L}’]*/gu, (word) => (/^(and|in|of|on|to|the|a)$/.test(word) ? word : capitalised(word)));
}
