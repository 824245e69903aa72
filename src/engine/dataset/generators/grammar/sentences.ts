import type { Rng } from '#engine/core/rng';
import { topicsPerCategory, worldCategories } from './world';

/** A kind of video: how its title is put, and how long it runs. `{a} {b} {c}` are terms, `{topic}`, `{audience}`, `{setting}`. */
interface Format {
  readonly tag: string;
  readonly medianSeconds: number;
  readonly titles: readonly string[];
  readonly openings: readonly string[];
}

const formats: readonly Format[] = [
  {
    tag: 'tutorial',
    medianSeconds: 720,
    titles: ['How to Get {a} Right', '{Topic} for {audience}: {a} and {b}', 'Learn {topic} {setting}: {a}', 'Your First {a}, Step by Step'],
    openings: [
      'A step-by-step lesson in {topic} for {audience}.',
      'Everything you need to start with {a}, {setting}.',
      'We go through {a} slowly and show each mistake before it happens.',
    ],
  },
  {
    tag: 'review',
    medianSeconds: 540,
    titles: ['{a} After One Year: Worth It?', 'I Tried Every {a} So You Need Not', '{a} or {b}? An Honest {Topic} Review'],
    openings: ['A long-term test of {a}, {setting}.', 'Which {a} deserves your money? We compare six of them.'],
  },
  {
    tag: 'story',
    medianSeconds: 900,
    titles: ['The {a} That Changed My {Topic}', 'What Nobody Tells {audience} About {topic}', 'A Year of {topic} {setting}'],
    openings: ['A personal story about {topic}, with {a} in the leading part.', 'Why I came back to {topic} after giving up on {a}.'],
  },
  {
    tag: 'explained',
    medianSeconds: 660,
    titles: ['{a}, Explained', 'Why {a} Needs {b}', 'The Truth About {a} in {topic}', '{Topic}: What {a} Really Does'],
    openings: ['An explanation of {a} for {audience}, with no hand-waving.', 'How {a} and {b} hang together, shown on three examples.'],
  },
  {
    tag: 'tips',
    medianSeconds: 300,
    titles: ['Seven {topic} Tips: {a}, {b} and More', 'Stop Doing This With {a}', 'Small Tricks for Better {a}'],
    openings: ['Short and practical: {a}, {b} and {c} in a few minutes.', 'Small changes that make {topic} easier for {audience}.'],
  },
  {
    tag: 'short',
    medianSeconds: 45,
    titles: ['{a} in Under a Minute', 'Satisfying {a}', '{Topic} in One Shot: {a}'],
    openings: ['Less than a minute of {a}.', 'One quick look at {a}, {setting}.'],
  },
  {
    tag: 'live',
    medianSeconds: 3600,
    titles: ['Live: {a} and Your {topic} Questions', '{Topic} Session With {audience}: {a}, {b}'],
    openings: ['A recorded live session on {topic}: {a}, then your questions.', 'An unhurried hour of {a} and {b}, {setting}.'],
  },
  {
    tag: 'documentary',
    medianSeconds: 2400,
    titles: ['Inside the World of {a}', 'The Last Masters of {a}', '{Topic}: A Portrait of {a} and {b}'],
    openings: ['A documentary about people who live for {topic}.', 'We followed {audience} for a season, from {a} to {b}.'],
  },
];

const middles = [
  'Along the way we look at {b} and talk about {c}.',
  'The second half is about {b}, and how {c} fits in.',
  'You will see {b} up close and why {c} matters more than most think.',
  'If {b} has ever let you down, the part on {c} is for you.',
  'Made for {audience} who care about {b} and {c}.',
];
const crossovers = [
  'There is also a detour into {other}: {otherTerm}.',
  'Friends of {other} will recognise {otherTerm}.',
  'Half of it borrows from {other}, above all {otherTerm}.',
];
const closings = [
  'Filmed {setting}.',
  'Tell me which {a} you prefer.',
  'More {topic} every week.',
  'Chapters and a list of everything used are below.',
  'Questions about {b} are welcome.',
];

export interface VideoText {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly medianSeconds: number;
}

/**
 * Writes one video about a topic (and, when `secondTopic` ≥ 0, partly about a second one): the words of a topic recur in
 * its titles, descriptions and tags in ever new combinations, which is what a text embedding can learn from.
 */
export function writeVideo(rng: Rng, topic: number, secondTopic: number): VideoText {
  const category = worldCategories[Math.floor(topic / topicsPerCategory)];
  const { name, terms } = category.topics[topic % topicsPerCategory];
  const first = rng.int(terms.length);
  const second = (first + 1 + rng.int(terms.length - 1)) % terms.length;
  const third = pickOther(rng, terms.length, first, second);
  const second_ = secondTopic < 0 ? undefined : topicWords(secondTopic);
  const slots: Record<string, string> = {
    a: terms[first],
    b: terms[second],
    c: terms[third],
    topic: name,
    Topic: capitalised(name),
    audience: pick(rng, category.audience),
    setting: pick(rng, category.setting),
    other: second_?.name ?? '',
    otherTerm: second_ ? pick(rng, second_.terms) : '',
  };
  const format = pick(rng, formats);
  const sentences = [pick(rng, format.openings), pick(rng, middles)];
  if (second_) sentences.push(pick(rng, crossovers));
  sentences.push(pick(rng, closings));
  const tags = [name, terms[first], terms[second], format.tag];
  if (second_) tags.push(second_.name);
  return {
    title: capitalised(fill(pick(rng, format.titles), slots)),
    description: sentences.map((sentence) => capitalised(fill(sentence, slots))).join(' '),
    tags: tags.map((tag) => tag.toLowerCase()),
    medianSeconds: format.medianSeconds,
  };
}

export function topicWords(topic: number): { name: string; terms: readonly string[]; category: string } {
  const category = worldCategories[Math.floor(topic / topicsPerCategory)];
  return { ...category.topics[topic % topicsPerCategory], category: category.name };
}

const pick = <T>(rng: Rng, options: readonly T[]): T => options[rng.int(options.length)];

function pickOther(rng: Rng, count: number, first: number, second: number): number {
  let third = rng.int(count);
  while (third === first || third === second) third = (third + 1) % count;
  return third;
}

const fill = (template: string, slots: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
