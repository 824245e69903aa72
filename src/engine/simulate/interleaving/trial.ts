import type { Rng } from '../../core/rng';
import type { ClickBehaviour } from '../click-models/port';
import { ArmSums } from '../sequential/arm-sums';
import { Audience } from '../users/audience';
import type { ItemLists } from '../users/item-lists';
import { outcomeRegistry, type Outcome } from '../users/outcomes';
import type { InterleavingMethod, MixedList, Mixer } from './port';

/** One test of all variants against the first one, user by user. */
export interface Trial {
  readonly users: number;
  step(): void;
  /** Standardised preference for challenger c (variant c + 1) over the baseline; NaN without variance. */
  z(challenger: number): number;
  /** Mean preference of a user and its standard error. */
  preference(challenger: number): { readonly mean: number; readonly error: number };
  /** Users who prefer the challenger, the baseline, neither; undefined where users see one variant only. */
  readonly votes?: (challenger: number) => readonly [number, number, number];
}

/** One profile’s mixer, with the truth about the videos that it mixes; videos are numbered within the profile. */
interface ProfileMixer {
  readonly mix: Mixer;
  readonly attraction: Float32Array;
  readonly satisfaction: Float32Array;
}

/** Mixers of all profiles under one method, made when a profile is first drawn. */
export class Mixers {
  readonly #mixers: ProfileMixer[] = [];

  constructor(
    private readonly method: InterleavingMethod,
    private readonly variants: readonly ItemLists[],
  ) {}

  of(profile: number): ProfileMixer {
    return (this.#mixers[profile] ??= this.#make(profile));
  }

  #make(profile: number): ProfileMixer {
    const numbers = new Map<number, number>();
    const [attraction, satisfaction]: [number[], number[]] = [[], []];
    const lists = this.variants.map(({ items, length, ...truth }) =>
      Int32Array.from({ length }, (_, place) => {
        const at = profile * length + place;
        if (items[at] < 0) return -1;
        const known = numbers.get(items[at]) ?? numbers.size;
        numbers.set(items[at], known);
        attraction[known] = truth.attraction[at];
        satisfaction[known] = truth.satisfaction[at];
        return known;
      }),
    );
    return { mix: this.method.mixerFor(lists), attraction: Float32Array.from(attraction), satisfaction: Float32Array.from(satisfaction) };
  }
}

/** Every visit shows a list mixed from all variants; a user's preference is the sum of the credits of the visits. */
export class InterleavedTrial implements Trial {
  users = 0;
  readonly #mixed: MixedList;
  readonly #shown: { readonly length: number; readonly attraction: Float32Array; readonly satisfaction: Float32Array };
  readonly #clicked: Int32Array;
  readonly #credits: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #votes: Int32Array;

  constructor(
    private readonly audience: Audience,
    private readonly behaviour: ClickBehaviour,
    private readonly variants: readonly ItemLists[],
    private readonly mixers: Mixers,
    private readonly rng: Rng,
  ) {
    const [{ length }] = variants;
    this.#mixed = { items: new Int32Array(length), credits: new Float64Array(length * variants.length) };
    this.#shown = { length, attraction: new Float32Array(length), satisfaction: new Float32Array(length) };
    this.#clicked = new Int32Array(length);
    this.#credits = new Float64Array(variants.length);
    this.#sums = new Float64Array(variants.length - 1);
    this.#squares = new Float64Array(variants.length - 1);
    this.#votes = new Int32Array(3 * (variants.length - 1));
  }

  step(): void {
    const { audience, rng } = this;
    const { profile, visits } = audience.drawVisits(rng);
    const mixer = this.mixers.of(profile);
    this.#credits.fill(0);
    for (let visit = 0; visit < visits; visit++) if (rng.next() >= audience.idleShare) this.#visit(mixer);
    this.users++;
    for (let c = 0; c + 1 < this.variants.length; c++) {
      const score = this.#credits[c + 1] - this.#credits[0];
      this.#sums[c] += score;
      this.#squares[c] += score * score;
      this.#votes[3 * c + (score > 1e-12 ? 0 : score < -1e-12 ? 1 : 2)]++;
    }
  }

  z(challenger: number): number {
    const { mean, error } = this.preference(challenger);
    return error > 0 ? mean / error : NaN;
  }

  preference(challenger: number): { mean: number; error: number } {
    const mean = this.#sums[challenger] / this.users;
    const variance = Math.max(0, this.#squares[challenger] / this.users - mean * mean) / (this.users - 1);
    return { mean, error: Math.sqrt(variance) };
  }

  readonly votes = (challenger: number): [number, number, number] => [
    this.#votes[3 * challenger],
    this.#votes[3 * challenger + 1],
    this.#votes[3 * challenger + 2],
  ];

  #visit({ mix, ...truth }: ProfileMixer): void {
    const { length, attraction, satisfaction } = this.#shown;
    mix(this.#mixed, this.rng);
    for (let place = 0; place < length; place++) {
      const item = this.#mixed.items[place];
      attraction[place] = item < 0 ? 0 : truth.attraction[item];
      satisfaction[place] = item < 0 ? 0 : truth.satisfaction[item];
    }
    const clicks = this.behaviour.visit(this.#shown, 0, 1, this.rng, this.#clicked);
    for (let click = 0; click < clicks; click++) {
      const at = this.#clicked[click] * this.variants.length;
      for (let variant = 0; variant < this.variants.length; variant++) this.#credits[variant] += this.#mixed.credits[at + variant];
    }
  }
}

/** Every user sees one variant, drawn with equal chances; the preference is the difference of clicks per user. */
export class SplitTrial implements Trial {
  users = 0;
  readonly #sums: readonly ArmSums[];
  readonly #user = Audience.emptyUser();
  readonly #outcome: Outcome = outcomeRegistry.get('clicks');

  constructor(
    private readonly audience: Audience,
    private readonly variants: number,
    private readonly rng: Rng,
  ) {
    this.#sums = Array.from({ length: variants - 1 }, () => new ArmSums());
  }

  step(): void {
    const variant = this.rng.int(this.variants);
    this.audience.draw(this.#user, 0, variant, this.rng);
    const clicks = this.#outcome.of(this.#user.after);
    this.users++;
    if (variant === 0) for (const sums of this.#sums) sums.add(0, clicks, 0);
    else this.#sums[variant - 1].add(1, clicks, 0);
  }

  z(challenger: number): number {
    return this.#sums[challenger].z(false);
  }

  preference(challenger: number): { mean: number; error: number } {
    const { means, variances } = this.#sums[challenger].plain();
    return { mean: means[1] - means[0], error: Math.sqrt(variances[0] + variances[1]) };
  }
}
