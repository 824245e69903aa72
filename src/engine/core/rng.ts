/**
 * Seeded randomness. xoshiro128** (Blackman & Vigna 2018) seeded through a 128-bit FNV-like mix of the label
 * chain, so `derive('user', 17)` gives the same stream whatever was drawn before, on any thread.
 */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, bound). `bound` ≥ 1. */
  int(bound: number): number;
  /** Standard normal (polar Box–Muller). */
  normal(): number;
  /** An independent stream named by `labels`; does not advance this one. */
  derive(...labels: (string | number)[]): Rng;
}

function mix(hash: number, text: string): number {
  let h = hash >>> 0;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

class Xoshiro128 implements Rng {
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spareNormal: number | undefined;

  constructor(name: string) {
    this.#name = name;
    this.#a = mix(0x811c9dc5, name);
    this.#b = mix(0x9e3779b9, name);
    this.#c = mix(0x7f4a7c15, name);
    this.#d = mix(0x94d049bb, name) | 1; // never the all-zero state
  }

  #word(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  next(): number {
    return ((this.#word() >>> 5) * 67108864 + (this.#word() >>> 6)) / 9007199254740992;
  }

  int(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    let u: number, v: number, s: number;
    do {
      u = 2 * this.next() - 1;
      v = 2 * this.next() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    this.#spareNormal = v * factor;
    return u * factor;
  }

  derive(...labels: (string | number)[]): Rng {
    return new Xoshiro128(`${this.#name}/${labels.join('/')}`);
  }
}

export const createRng = (seed: number | string): Rng => new Xoshiro128(String(seed));
