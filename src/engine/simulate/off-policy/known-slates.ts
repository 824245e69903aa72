import type { OffPolicyTruthSettings } from '#shared/schemas/off-policy-truth';
import type { Rng } from '../../core/rng';
import { PlackettLuce } from '../../evaluate/off-policy/slates/plackett-luce';
import { momentsOf, type Moments } from '../../evaluate/statistics/moments';
import type { ClickBehaviour, TrueLists } from '../click-models/port';
import type { ItemLists } from '../users/item-lists';

type Role = 'logging' | 'target';

interface Pools {
  readonly variants: readonly [logging: ItemLists, target: ItemLists];
  readonly behaviour: ClickBehaviour;
}

/** A log of simulated lists, row by row, as the slate estimators take it. */
interface SlateRowsOfProfiles {
  readonly slates: string[];
  readonly positions: number[];
  readonly rewards: Float64Array;
  readonly loggingProbabilities: number[];
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  /** Of each list. */
  readonly profiles: Int32Array;
}

/** What a profile's lists are drawn from, under both policies. */
interface Profile {
  readonly logging: PlackettLuce;
  readonly target: PlackettLuce;
  /** By item row. */
  readonly truth: ReadonlyMap<number, { readonly attraction: number; readonly satisfaction: number }>;
}

/** Lists drawn from the best videos of two variants, and the clicks that they get. */
export class KnownSlates {
  readonly #profiles = new Map<number, Profile>();
  readonly #list: TrueLists;
  readonly #clicked: Int32Array;
  readonly #profileCount: number;

  constructor(
    private readonly pools: Pools,
    private readonly settings: OffPolicyTruthSettings,
  ) {
    const { positions } = settings;
    const [logging] = pools.variants;
    this.#profileCount = logging.items.length / logging.length;
    this.#list = { length: positions, attraction: new Float32Array(positions), satisfaction: new Float32Array(positions) };
    this.#clicked = new Int32Array(positions);
  }

  policy(role: Role, profile: number): PlackettLuce {
    return this.#profile(profile)[role];
  }

  /** Mean clicks of a list under a policy: lists are drawn, their clicks are exact. */
  value(role: Role, lists: number, rng: Rng): Moments {
    const values = new Float64Array(lists);
    for (let list = 0; list < lists; list++) {
      const profile = rng.int(this.#profileCount);
      this.#show(profile, this.policy(role, profile).draw(this.settings.positions, () => rng.next()).items);
      const counts = this.pools.behaviour.clickCounts(this.#list, 0);
      for (let clicks = 1; clicks < counts.length; clicks++) values[list] += clicks * counts[clicks];
      values[list] *= 1 - this.settings.audience.idleShare;
    }
    return momentsOf(values);
  }

  /** Lists of the logging policy with their clicks. */
  log(lists: number, rng: Rng): SlateRowsOfProfiles {
    const rows = { slates: [] as string[], positions: [] as number[], loggingProbabilities: [] as number[] };
    const [items, rewards]: [number[], number[]] = [[], []];
    const [offsets, profiles] = [new Int32Array(lists + 1), new Int32Array(lists)];
    for (let list = 0; list < lists; list++) {
      profiles[list] = rng.int(this.#profileCount);
      const drawn = this.policy('logging', profiles[list]).draw(this.settings.positions, () => rng.next());
      const from = items.length;
      drawn.items.forEach((item, place) => {
        rows.slates.push(String(list));
        rows.positions.push(place + 1);
        rows.loggingProbabilities.push(drawn.chances[place]);
        items.push(item);
        rewards.push(0);
      });
      offsets[list + 1] = items.length;
      if (rng.next() < this.settings.audience.idleShare) continue;
      this.#show(profiles[list], drawn.items);
      const count = this.pools.behaviour.visit(this.#list, 0, 1, rng, this.#clicked);
      for (let click = 0; click < count; click++) rewards[from + this.#clicked[click]] = 1;
    }
    return { ...rows, items: Int32Array.from(items), rewards: Float64Array.from(rewards), offsets, profiles };
  }

  #show(profile: number, items: readonly number[]): void {
    const { truth } = this.#profile(profile);
    const { attraction, satisfaction, length } = this.#list;
    for (let place = 0; place < length; place++) {
      const known = truth.get(items[place]);
      attraction[place] = known?.attraction ?? 0;
      satisfaction[place] = known?.satisfaction ?? 0;
    }
  }

  #profile(profile: number): Profile {
    const known = this.#profiles.get(profile);
    if (known) return known;
    const [logging, target] = this.pools.variants;
    const truth = new Map<number, { attraction: number; satisfaction: number }>();
    for (const { items, attraction, satisfaction, length } of [logging, target]) {
      for (let at = profile * length; at < (profile + 1) * length; at++) {
        if (items[at] >= 0) truth.set(items[at], { attraction: attraction[at], satisfaction: satisfaction[at] });
      }
    }
    const candidates = [...truth.keys()];
    const { loggingSharpness, targetSharpness } = this.settings;
    const made = {
      truth,
      logging: policyOf(logging, profile, candidates, loggingSharpness),
      target: policyOf(target, profile, candidates, targetSharpness),
    };
    this.#profiles.set(profile, made);
    return made;
  }
}

/** Draws by rank to the power of −sharpness (Hofmann, Whiteson & de Rijke 2011); what the variant does not list has one rank more. */
function policyOf({ items, length }: ItemLists, profile: number, candidates: readonly number[], sharpness: number): PlackettLuce {
  const own = items.subarray(profile * length, (profile + 1) * length);
  const rankOf = (item: number): number => {
    const place = own.indexOf(item);
    return place < 0 ? length + 1 : place + 1;
  };
  return new PlackettLuce(
    candidates,
    candidates.map((item) => -sharpness * Math.log(rankOf(item))),
    1,
  );
}
