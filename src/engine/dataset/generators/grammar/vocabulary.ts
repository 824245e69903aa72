/** A topic's vocabulary: its name and the things, places and skills that texts about it mention. */
interface TopicWords {
  readonly name: string;
  readonly terms: readonly string[];
}

/** A category: who makes such videos and what they do there, and its topics. */
export interface CategoryWords {
  readonly name: string;
  /** Whom a video addresses: "home cooks", "hikers". */
  readonly audience: readonly string[];
  /** Where it takes place or what it uses: "in a small kitchen". */
  readonly setting: readonly string[];
  readonly topics: readonly TopicWords[];
}

/** `words('sourdough', 'starter, crumb, oven spring')` */
export const words = (name: string, terms: string): TopicWords => ({ name, terms: terms.split(', ') });
