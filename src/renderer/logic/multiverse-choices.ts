import type { MultiverseChoiceId, MultiverseChoices, MultiversePlan } from '#shared/schemas/multiverse';

type Relevance = NonNullable<MultiverseChoices['relevance']>[number];
type PlannedChoice = MultiversePlan['choices'][number];

/** An option that can be ticked, with a key by which it is recognised. */
interface ChoiceOption {
  readonly key: string;
  readonly label: string;
  readonly value: unknown;
}

/** Choices whose options are typed, because there are too many to tick. */
export const typedChoices: ReadonlySet<string> = new Set<MultiverseChoiceId>(['fraction', 'cutoff', 'relevance']);

const options = (labels: Readonly<Record<string, string>>): ChoiceOption[] =>
  Object.entries(labels).map(([value, label]) => ({ key: JSON.stringify(value), label, value }));

const splitOption = (label: string, value: object): ChoiceOption => ({ key: JSON.stringify(value), label, value });

/** What a choice could be beside the options that are proposed. */
const further: Readonly<Partial<Record<MultiverseChoiceId, readonly ChoiceOption[]>>> = {
  split: [
    splitOption('leave-last (count 1)', { id: 'leave-last', params: { count: 1 } }),
    splitOption('random', { id: 'random', params: {} }),
    splitOption('unseen-users', { id: 'unseen-users', params: {} }),
  ],
  timeTies: options({ id: 'larger id last', row: 'later row last', all: 'all tested', random: 'drawn' }),
  trainValues: options({ binary: 'binary', count: 'count', value: 'value' }),
  seenItems: options({ removed: 'removed', kept: 'kept' }),
  universe: options({ training: 'known in training', all: 'all videos' }),
  coldUsers: options({ fallback: 'fallback list', empty: 'empty list (0)', exclude: 'left out' }),
  scoreTies: options({ row: 'row of the file', id: 'smaller id', random: 'drawn' }),
  usersWithoutRelevant: options({ excluded: 'excluded', zero: 'count as 0' }),
};

/** Every option of a choice that is ticked: those of the first plan, then further ones. */
export function optionsOf({ id, options: planned }: PlannedChoice): ChoiceOption[] {
  const own = planned.map(({ label, value }) => ({ key: JSON.stringify(value), label, value }));
  const known = new Set(own.map(({ key }) => key));
  const others = further[id as MultiverseChoiceId] ?? [];
  return [...own, ...others.filter(({ key }) => !known.has(key))];
}

/** An option of a typed choice as text: `0.2`, `10`, `any`, `≥ 4`. */
export function optionToken(id: string, value: unknown): string {
  if (id !== 'relevance') return String(value);
  const relevance = value as Relevance;
  if (relevance.rule === 'threshold') return `≥ ${relevance.minimum}`;
  return relevance.rule === 'kind' ? `kind ${relevance.kinds.join('+')}` : relevance.rule;
}

/** The option that a text means; undefined where it means none. */
export function optionOfToken(id: string, token: string): unknown {
  const text = token.trim();
  if (id === 'relevance') return relevanceOf(text);
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return undefined;
  if (id === 'fraction') return value > 0 && value < 1 ? value : undefined;
  return Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : undefined;
}

function relevanceOf(text: string): Relevance | undefined {
  if (text === 'any' || text === 'graded') return { rule: text };
  const kinds = /^kind[ =](.+)$/.exec(text)?.[1];
  if (kinds !== undefined) return { rule: 'kind', kinds: kinds.split('+') };
  const minimum = /^(?:≥|>=)?\s*(-?[0-9]+(?:\.[0-9]+)?)$/.exec(text)?.[1];
  return minimum === undefined ? undefined : { rule: 'threshold', minimum: Number(minimum) };
}

/** Why a typed option is not taken. */
export const tokenProblem = (id: string): string =>
  id === 'relevance'
    ? 'Use “any”, “graded” or the least relevant value, such as 4'
    : id === 'fraction'
      ? 'Use shares between 0 and 1'
      : 'Use whole numbers from 1 to 10,000';
