import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { mostSpecifications, type MultiverseChoices, type MultiversePlan } from '#shared/schemas/multiverse';
import { createRng } from '../../core/rng';
import { multiverseChoices, type Choice } from './choices';
import { sameSetting, type Setting } from './setting';

/** A choice with the options that it is given. */
interface Offered {
  readonly choice: Choice;
  readonly options: readonly unknown[];
}

/** One combination: by choice the index of its option, −1 where the choice does not apply. */
export interface Combination {
  readonly options: readonly number[];
  readonly setting: Setting;
  readonly asked: boolean;
}

/** How many choices come before those that apply under every split. */
const splitChoices = 3;

/** All combinations of the options, in the order of `multiverseChoices`; made one at a time, since there may be billions. */
export class Specifications {
  readonly #offered: readonly Offered[];
  /** Combinations of the choices whose number depends on the split. */
  readonly #heads: readonly Pick<Combination, 'options' | 'setting'>[];
  readonly #tail: readonly Offered[];
  readonly total: number;

  constructor(
    readonly base: Setting,
    choices: MultiverseChoices,
  ) {
    this.#offered = multiverseChoices.flatMap((choice) => {
      const options = choices[choice.id];
      return options ? [{ choice, options: distinct(options) }] : [];
    });
    const isHead = ({ choice }: Offered): boolean => multiverseChoices.indexOf(choice) < splitChoices;
    this.#tail = this.#offered.filter((offered) => !isHead(offered));
    this.#heads = this.#offered
      .filter(isHead)
      .reduce(
        (made, { choice, options }) =>
          made.flatMap(({ options: taken, setting }) =>
            choice.applies?.(setting) === false
              ? [{ options: [...taken, -1], setting }]
              : options.map((option, o) => ({ options: [...taken, o], setting: choice.apply(setting, option) })),
          ),
        [{ options: [] as number[], setting: base }],
      );
    this.total = this.#tail.reduce((product, { options }) => product * options.length, this.#heads.length);
  }

  /** Training sides to fit. */
  get splits(): number {
    return this.#heads.length;
  }

  get choices(): MultiversePlan['choices'] {
    return this.#offered.map(({ choice: { id, label, optionLabel }, options }) => ({
      id,
      label,
      options: options.map((value) => ({ label: optionLabel(value), value })),
    }));
  }

  /** @param index from 0 to `total` − 1; neighbours share models, then pools, then lists. */
  at(index: number): Combination {
    const tail: number[] = [];
    let left = index;
    for (const { options } of this.#tail.toReversed()) {
      tail.unshift(left % options.length);
      left = Math.floor(left / options.length);
    }
    const head = this.#heads[left];
    const setting = this.#tail.reduce(
      (made, { choice, options }, c) => (choice.applies?.(made) === false ? made : choice.apply(made, options[tail[c]])),
      head.setting,
    );
    return { options: [...head.options, ...tail], setting, asked: sameSetting(setting, this.base) };
  }

  /** The combination in which every choice is as the configuration has it; 0 where the options leave that out. */
  #askedIndex(): number {
    const head = this.#heads.findIndex(({ setting }) => sameSetting(setting, this.base));
    const tail = this.#tail.map(({ choice, options }) =>
      options.findIndex((option) => sameSetting(choice.apply(this.base, option), this.base)),
    );
    if (head < 0 || tail.some((option) => option < 0)) return 0;
    return this.#tail.reduce((index, { options }, c) => index * options.length + tail[c], head);
  }

  /**
   * The indices to measure, ascending: all, or a sample drawn by the seed with the configuration's own among them.
   * @throws TOO_LARGE where there are more than the limit and no sample is asked for.
   */
  chosen({ limit, sample, seed }: { readonly limit: number; readonly sample: number | null; readonly seed: number }): number[] {
    const sampleSize = sample ?? this.total;
    refuseMany({ measured: Math.min(sampleSize, this.total), limit });
    if (sampleSize >= this.total) return Array.from({ length: this.total }, (_, index) => index);
    const rng = createRng(seed).derive('multiverse');
    const drawn = new Set([this.#askedIndex()]);
    while (drawn.size < sampleSize) drawn.add(Math.min(this.total - 1, Math.floor(rng.next() * this.total)));
    return [...drawn].sort((a, b) => a - b);
  }
}

function distinct(options: readonly unknown[]): unknown[] {
  const texts = options.map((option) => JSON.stringify(option));
  return options.filter((_, o) => texts.indexOf(texts[o]) === o);
}

/** @throws TOO_LARGE */
export function refuseMany({ measured, limit }: { readonly measured: number; readonly limit: number }): void {
  if (measured <= limit) return;
  throw new RankLabError('TOO_LARGE', `The choices make ${plural(measured, 'specification')}, more than the limit of ${limit}`, {
    place: 'limit',
    value: String(limit),
    remedy: `Give fewer options, raise the limit (up to ${mostSpecifications}), or measure a sample`,
  });
}
