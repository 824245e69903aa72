import { noParams } from '../../core/registry';
import { maximise } from './simplex';
import { holds } from './team-draft';
import type { CompetingLists, InterleavingMethod, Mixer } from './port';

/** Positions whose order is optimised: 2^10 lists at most. */
const optimisedDepth = 10;

/**
 * Optimised interleaving (Radlinski & Craswell 2013). Every list that takes the next video of either variant is allowed; a click on a video
 * counts by how much higher the one variant ranks it than the other. The lists get chances such that a user who clicks at random within the
 * first k positions, for any k, prefers neither variant, and among these chances those that tell most.
 */
export const optimisedInterleaving: InterleavingMethod = {
  id: 'optimised',
  label: 'Optimised',
  description:
    'Lists that can be mixed from both variants get the chances that favour nobody and tell most; a click counts by the difference of ranks.',
  params: noParams,
  mostVariants: 2,
  mixerFor: (lists) => {
    const allowed = allowedLists(lists);
    const credits = allowed.map((list) => list.map((item) => creditOf(lists, item)));
    const chances = unbiasedChances(credits);
    return chances ? mixer(lists, allowed, credits, chances) : sameListMixer(lists);
  },
};

/** Rank in the first list minus rank in the second: positive where the second variant ranks the video higher. */
function creditOf([first, second]: CompetingLists, item: number): number {
  const rank = (list: Int32Array): number => {
    const place = list.indexOf(item);
    return place < 0 ? list.length : place;
  };
  return (rank(first) - rank(second)) / first.length;
}

/** All lists of which every prefix consists of beginnings of both lists. */
function allowedLists(lists: CompetingLists): number[][] {
  const depth = Math.min(optimisedDepth, lists[0].length);
  let grown: number[][] = [[]];
  for (let place = 0; place < depth; place++) {
    grown = grown.flatMap((list) => {
      const [first, second] = lists.map((own) => own.find((item) => item >= 0 && !list.includes(item)));
      const choices = first === second ? [first] : [first, second];
      const next = choices.flatMap((item) => (item === undefined ? [] : [[...list, item]]));
      return next.length > 0 ? next : [list];
    });
  }
  return grown;
}

/** Chances of the lists; undefined where nothing is unbiased. */
function unbiasedChances(credits: readonly (readonly number[])[]): Float64Array | undefined {
  const depth = Math.max(...credits.map((list) => list.length));
  const columns = credits.map((list) => {
    const column = new Float64Array(depth + 1);
    let sum = 0;
    for (let place = 0; place < depth; place++) column[place] = sum += list[place] ?? 0;
    column[depth] = 1;
    return column;
  });
  const right = new Float64Array(depth + 1);
  right[depth] = 1;
  return maximise(credits.map(sensitivityOf), columns, right);
}

/** How much a list tells: the entropy of the winner when one click falls on position p with a chance proportional to 1 / p, times the chance of a winner. */
function sensitivityOf(credits: readonly number[]): number {
  let [first, second, all] = [0, 0, 0];
  for (const [place, credit] of credits.entries()) {
    const weight = 1 / (place + 1);
    all += weight;
    if (credit > 0) second += weight;
    else if (credit < 0) first += weight;
  }
  const decided = first + second;
  if (decided === 0) return 0;
  const entropy = (share: number): number => (share > 0 ? -share * Math.log2(share) : 0);
  return (decided / all) * (entropy(first / decided) + entropy(second / decided));
}

function mixer(lists: CompetingLists, allowed: readonly number[][], credits: readonly (readonly number[])[], chances: Float64Array): Mixer {
  const used = allowed.flatMap((_, list) => (chances[list] > 1e-12 ? [list] : []));
  const total = used.reduce((sum, list) => sum + chances[list], 0);
  return (into, rng) => {
    let left = rng.next() * total;
    const chosen = used.find((list) => (left -= chances[list]) < 0) ?? used[used.length - 1];
    const list = allowed[chosen];
    into.credits.fill(0);
    for (let place = 0; place < into.items.length; place++) {
      into.items[place] = list[place] ?? rest(lists, into.items, place);
      const credit = credits[chosen][place] ?? 0;
      into.credits[place * 2 + (credit > 0 ? 1 : 0)] = Math.abs(credit);
    }
  };
}

/** Beyond the optimised positions: what is left of either list, without credit. */
function rest(lists: CompetingLists, items: Int32Array, place: number): number {
  for (const list of lists) for (const item of list) if (item >= 0 && !holds(items, place, item)) return item;
  return -1;
}

/** Where no chances are unbiased the user decides nothing. */
const sameListMixer =
  ([first]: CompetingLists): Mixer =>
  (into) => {
    into.items.set(first);
    into.credits.fill(0);
  };
