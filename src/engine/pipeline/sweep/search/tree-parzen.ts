import { noParams } from '../../../core/registry';
import { createRng, type Rng } from '../../../core/rng';
import { normalCdf } from '../../../evaluate/statistics/distributions';
import { bestByFronts } from '../pareto';
import type { CubePoint, Judged, SearchEntry, SettingSearch } from './port';
import { sobolSearch } from './sobol';

/** A product of one density per parameter: a truncated normal around a number, or a preference for one choice. */
interface Kernel {
  readonly centre: CubePoint;
  /** Standard deviation along every numeric parameter. */
  readonly width: number;
  /** Logarithm of the volume that divides its numeric part: what lies outside the cube is cut off. */
  readonly logVolume: number;
}

/** Settings before the first model: a fifth, but at least ten, or three for each parameter. */
const firstShare = 0.2;
const firstLeast = 10;
const firstPerParameter = 3;
/** Share of the settings that count as good, and the most of them. */
const goodShare = 0.15;
const goodMost = 40;
/** Most of the other settings that the model reads: each proposal compares every draw with all of them. */
const othersMost = 1_000;
/** Draws from the good settings' density among which the most promising is taken. */
const draws = 48;
/** Kernels are not narrower than this share of the range. */
const narrowest = 0.015;
/** Chance that a kernel gives to a choice other than its own, per parameter of choices. */
const otherChoice = 0.2;

/**
 * Tree-structured Parzen estimator (Bergstra et al. 2011) with kernels over all parameters together (Falkner, Klein & Hutter 2018): the
 * density of good settings divided by that of the others grows with the expected improvement, and the best of some draws from the
 * first is tried next. Good are those of the best Pareto fronts (Ozaki et al. 2020), settings that break a guard after all others.
 * @param choices per parameter the number of its choices; 0: a number.
 */
export function treeParzenSearch(choices: readonly number[], count: number, seed: number): SettingSearch {
  const first = Math.min(count, Math.max(firstLeast, firstPerParameter * choices.length, Math.round(firstShare * count)));
  const start = sobolSearch(choices.length, first);
  return {
    next: (judged) => (judged.length < first ? start.next(judged) : propose(choices, judged, createRng(seed).derive('tpe', judged.length))),
  };
}

export const treeParzen: SearchEntry = {
  id: 'tpe',
  label: 'Tree-structured Parzen estimator',
  description: 'Sobol points first, then settings near those that were good and far from the others (Bergstra et al. 2011)',
  params: noParams,
  learns: true,
  create: ({ parameters, count, seed }) =>
    treeParzenSearch(
      parameters.map((parameter) => ('choices' in parameter ? parameter.choices.length : 0)),
      count,
      seed,
    ),
};

function propose(choices: readonly number[], judged: readonly Judged[], rng: Rng): CubePoint {
  const good = new Set(goodOf(judged));
  const settings = (isGood: boolean): Judged[] => judged.filter((_, i) => good.has(i) === isGood);
  const better = kernelsAround(choices, settings(true));
  const others = kernelsAround(choices, evenly(settings(false), othersMost));
  let best: CubePoint = new Float64Array(choices.length);
  let promise = -Infinity;
  for (let draw = 0; draw < draws; draw++) {
    const point = drawFrom(choices, better, rng);
    const ratio = logDensity(choices, better, point) - logDensity(choices, others, point);
    if (ratio > promise) [best, promise] = [point, ratio];
  }
  return best;
}

/** Indices of the good settings: front after front, those that break a guard last. */
function goodOf(judged: readonly Judged[]): number[] {
  const keep = Math.min(goodMost, Math.ceil(goodShare * judged.length));
  const pick = (isBroken: boolean): number[] => {
    const indices = [...judged.keys()].filter((i) => judged[i].isBroken === isBroken);
    return bestByFronts(
      indices.map((i) => judged[i].objectives),
      keep,
    ).map((at) => indices[at]);
  };
  const unbroken = pick(false);
  return unbroken.length < keep ? [...unbroken, ...pick(true)].slice(0, keep) : unbroken;
}

/** At most `most` of the settings, evenly spaced in their order. */
const evenly = (settings: readonly Judged[], most: number): readonly Judged[] =>
  settings.length <= most ? settings : Array.from({ length: most }, (_, i) => settings[Math.floor((i * settings.length) / most)]);

/** Scott's width (1992) for settings spread over a fifth of the ranges. The last kernel, as wide as the ranges, keeps every place possible. */
function kernelsAround(choices: readonly number[], settings: readonly Judged[]): Kernel[] {
  const width = Math.max(narrowest, 0.2 * Math.max(1, settings.length) ** (-1 / (choices.length + 4)));
  const wide = new Float64Array(choices.length).fill(0.5);
  return [...settings.map(({ point }) => kernelAt(choices, point, width)), kernelAt(choices, wide, 1)];
}

function kernelAt(choices: readonly number[], centre: CubePoint, width: number): Kernel {
  const logVolume = choices.reduce((sum, count, d) => {
    const within = normalCdf((1 - centre[d]) / width) - normalCdf(-centre[d] / width);
    return count > 0 ? sum : sum + Math.log(width * within);
  }, 0);
  return { centre, width, logVolume };
}

const choiceOf = (share: number, count: number): number => Math.min(count - 1, Math.floor(share * count));

function drawFrom(choices: readonly number[], kernels: readonly Kernel[], rng: Rng): CubePoint {
  const { centre, width } = kernels[rng.int(kernels.length)];
  return Float64Array.from(choices, (count, d) => {
    if (count > 0) {
      const other = width >= 1 || rng.next() < otherChoice;
      return ((other ? rng.int(count) : choiceOf(centre[d], count)) + 0.5) / count;
    }
    for (;;) {
      const share = centre[d] + width * rng.normal();
      if (share >= 0 && share < 1) return share;
    }
  });
}

function logDensity(choices: readonly number[], kernels: readonly Kernel[], point: CubePoint): number {
  let largest = -Infinity;
  const logs = kernels.map((kernel) => {
    const log = logKernel(choices, kernel, point);
    largest = Math.max(largest, log);
    return log;
  });
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / kernels.length);
}

function logKernel(choices: readonly number[], { centre, width, logVolume }: Kernel, point: CubePoint): number {
  let log = -logVolume;
  for (let d = 0; d < choices.length; d++) {
    const count = choices[d];
    if (count > 0) {
      const same = choiceOf(centre[d], count) === choiceOf(point[d], count);
      const share = width >= 1 ? 1 : otherChoice;
      log += Math.log((same ? 1 - share : 0) + share / count);
    } else {
      log -= ((point[d] - centre[d]) / width) ** 2 / 2;
    }
  }
  return log;
}
